/**
 * The bus console: a runnable application on top of the starter.
 */
@NullMarked
package dev.bus.sample;

import org.jspecify.annotations.NullMarked;
