package dev.bus.sample.console;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What the console shows of the bus.
 *
 * @param backend the engine, as {@code bus.backend} names it
 * @param messenger the state of its link, in lower case
 * @param listeners the listeners of this application
 */
@JsonPropertyOrder({ "backend", "messenger", "listeners" })
record BusStatus(String backend, String messenger, List<ListenerStatus> listeners) {

}
