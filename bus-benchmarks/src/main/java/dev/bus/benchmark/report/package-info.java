/**
 * Writes what was measured, and where.
 */
@NullMarked
package dev.bus.benchmark.report;

import org.jspecify.annotations.NullMarked;
