/**
 * A small order flow over the bus: an order is placed by a request, which is an event, on
 * which it is shipped, which is an event again.
 */
@NullMarked
package dev.bus.sample.orders;

import org.jspecify.annotations.NullMarked;
