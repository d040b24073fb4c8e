/**
 * Cases of annotated listeners and of the start of an application.
 */
@NullMarked
package dev.bus.benchmark.boot;

import org.jspecify.annotations.NullMarked;
