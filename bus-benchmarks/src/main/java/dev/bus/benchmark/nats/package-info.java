/**
 * Cases of the NATS engine and the plain client, over a server of their own.
 */
@NullMarked
package dev.bus.benchmark.nats;

import org.jspecify.annotations.NullMarked;
