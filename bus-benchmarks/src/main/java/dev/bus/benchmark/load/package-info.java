/**
 * Loads that are the same for every side: fan-out, requests, one-way latency.
 */
@NullMarked
package dev.bus.benchmark.load;

import org.jspecify.annotations.NullMarked;
