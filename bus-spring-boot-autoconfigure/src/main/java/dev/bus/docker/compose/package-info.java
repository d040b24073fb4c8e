/**
 * Service connections to services of Docker Compose.
 */
@NullMarked
package dev.bus.docker.compose;

import org.jspecify.annotations.NullMarked;
