package dev.bus.sample.console;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.BusMessage;

/**
 * Writes a message as a server-sent event.
 */
@Component
class LiveMessageEncoder {

	private final ObjectWriter writer;

	LiveMessageEncoder(JsonMapper jsonMapper) {
		// the data of an event is one line
		this.writer = jsonMapper.writerFor(LiveMessage.class).without(SerializationFeature.INDENT_OUTPUT);
	}

	byte[] encode(BusMessage message) {
		String json = this.writer.writeValueAsString(LiveMessage.of(message, Instant.now()));
		return ("data:" + json + "\n\n").getBytes(StandardCharsets.UTF_8);
	}

}
