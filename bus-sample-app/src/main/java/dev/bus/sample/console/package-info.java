/**
 * The HTTP API of the console: publishes, requests and streams messages, and shows and
 * steers the listeners.
 */
@NullMarked
package dev.bus.sample.console;

import org.jspecify.annotations.NullMarked;
