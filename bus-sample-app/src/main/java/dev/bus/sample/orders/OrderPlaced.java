package dev.bus.sample.orders;

import java.time.Instant;

/**
 * An order was placed.
 *
 * @param id identifies the order
 * @param item what is ordered
 * @param quantity how many of it
 * @param placedAt when it was placed
 */
record OrderPlaced(String id, String item, int quantity, Instant placedAt) {

}
