/**
 * Service connections to containers of tests.
 */
@NullMarked
package dev.bus.testcontainers;

import org.jspecify.annotations.NullMarked;
