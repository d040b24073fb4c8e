/**
 * Typed publishing and requesting on top of the messaging API, and the conversion of
 * payloads.
 */
@NullMarked
package dev.bus.template;

import org.jspecify.annotations.NullMarked;
