/**
 * Cases of the in-memory engine and its peers within one process.
 */
@NullMarked
package dev.bus.benchmark.memory;

import org.jspecify.annotations.NullMarked;
