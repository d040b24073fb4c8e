/**
 * The engine on a NATS server.
 */
@NullMarked
package dev.bus.nats;

import org.jspecify.annotations.NullMarked;
