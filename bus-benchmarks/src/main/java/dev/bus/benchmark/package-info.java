/**
 * The command line of the benchmarks and the list of their cases.
 */
@NullMarked
package dev.bus.benchmark;

import org.jspecify.annotations.NullMarked;
