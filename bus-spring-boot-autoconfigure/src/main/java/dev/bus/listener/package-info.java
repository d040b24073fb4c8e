/**
 * Listeners as annotated methods: the annotations, what finds and wires them, and the
 * registry that lists, pauses, stops and adds listeners while the application runs.
 */
@NullMarked
package dev.bus.listener;

import org.jspecify.annotations.NullMarked;
