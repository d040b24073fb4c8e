/**
 * The messaging API: publish, stream, request and serve, the same on every engine.
 */
@NullMarked
package dev.bus;

import org.jspecify.annotations.NullMarked;
