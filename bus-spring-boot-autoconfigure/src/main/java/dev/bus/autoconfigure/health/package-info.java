/**
 * Health of the bus.
 */
@NullMarked
package dev.bus.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
