package dev.bus.sample.console;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import org.springframework.util.LinkedCaseInsensitiveMap;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

/**
 * A message as a live stream shows it.
 *
 * @param subject the subject
 * @param headers the values of each header
 * @param payload the payload as text, encoded if it is not UTF-8
 * @param encoding {@code base64}, or {@code null} if the payload is the text itself
 * @param receivedAt when the message came
 */
@JsonPropertyOrder({ "subject", "headers", "payload", "encoding", "receivedAt" })
record LiveMessage(String subject, Map<String, List<String>> headers, String payload,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String encoding, Instant receivedAt) {

	static LiveMessage of(BusMessage message, Instant receivedAt) {
		Map<String, List<String>> headers = values(message.headers());
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message.data())).toString();
			return new LiveMessage(message.subject(), headers, text, null, receivedAt);
		}
		catch (CharacterCodingException ex) {
			String encoded = Base64.getEncoder().encodeToString(message.data());
			return new LiveMessage(message.subject(), headers, encoded, "base64", receivedAt);
		}
	}

	private static Map<String, List<String>> values(BusHeaders headers) {
		Map<String, List<String>> values = new LinkedCaseInsensitiveMap<>();
		headers.forEach((name, value) -> values.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value));
		return values;
	}

}
