/**
 * The engine within one process.
 */
@NullMarked
package dev.bus.memory;

import org.jspecify.annotations.NullMarked;
