/**
 * Cases of the SQLite engine and plain JDBC, on files of their own.
 */
@NullMarked
package dev.bus.benchmark.sqlite;

import org.jspecify.annotations.NullMarked;
