/**
 * The SQLite engine: processes on one machine share a file.
 */
@NullMarked
package dev.bus.sqlite;

import org.jspecify.annotations.NullMarked;
