package dev.bus.sample.orders;

import java.time.Instant;

/**
 * An order was shipped.
 *
 * @param id identifies the order
 * @param shippedAt when it was shipped
 */
record OrderShipped(String id, Instant shippedAt) {

}
