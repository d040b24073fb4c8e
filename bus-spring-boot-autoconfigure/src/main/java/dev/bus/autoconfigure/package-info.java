/**
 * Auto-configuration of the bus for Spring Boot.
 */
@NullMarked
package dev.bus.autoconfigure;

import org.jspecify.annotations.NullMarked;
