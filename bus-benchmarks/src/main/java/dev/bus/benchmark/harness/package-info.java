/**
 * Runs the sides of a case in turn, each in a JVM of its own, and compares them.
 */
@NullMarked
package dev.bus.benchmark.harness;

import org.jspecify.annotations.NullMarked;
