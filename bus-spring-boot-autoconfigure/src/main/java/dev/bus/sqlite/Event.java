package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;

/**
 * A row of the event log.
 *
 * @param id its place in the order of publishing
 * @param message what was published, {@code null} if nobody asked for it or nobody can
 * read it
 */
record Event(long id, @Nullable BusMessage message) {

}
