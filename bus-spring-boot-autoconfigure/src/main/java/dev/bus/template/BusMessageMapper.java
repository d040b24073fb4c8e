package dev.bus.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.util.LinkedCaseInsensitiveMap;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

/**
 * Maps messages of the bus to those of spring-messaging, and the headers of both.
 * <p>
 * What arrives is trusted with nothing: its headers become native headers only, which are
 * found ignoring case, so that nobody far away sets the id, the content type or the reply
 * channel of a message. The one other header is {@link BusHeaders#SUBJECT}.
 *
 * @since 0.1.0
 */
public final class BusMessageMapper {

	private static final Set<String> LOCAL_HEADERS = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP,
			MessageHeaders.CONTENT_TYPE, MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL, BusHeaders.SUBJECT,
			NativeMessageHeaderAccessor.NATIVE_HEADERS);

	private BusMessageMapper() {
	}

	/**
	 * Return a message that came over the bus as one of spring-messaging.
	 * @param message the message; its payload is not copied
	 * @return the same subject, headers and payload
	 */
	public static Message<byte[]> toMessage(BusMessage message) {
		return new ReceivedMessage(message);
	}

	/**
	 * Return what is sent of the headers of a spring-messaging message: the native
	 * headers, and those others whose value is a string, a number or a boolean. Left out
	 * are those that mean something in this process only: id, timestamp, content type,
	 * channels and {@link BusHeaders#SUBJECT}.
	 * @param headers the headers
	 * @return the headers to send
	 * @throws IllegalArgumentException if a name or value cannot be sent
	 */
	public static BusHeaders toBusHeaders(MessageHeaders headers) {
		BusHeaders result = BusHeaders.empty();
		if (headers.get(NativeMessageHeaderAccessor.NATIVE_HEADERS) instanceof Map<?, ?> nativeHeaders) {
			for (Map.Entry<?, ?> entry : nativeHeaders.entrySet()) {
				for (Object value : (Collection<?>) entry.getValue()) {
					result = result.with((String) entry.getKey(), (String) value);
				}
			}
		}
		for (Map.Entry<String, Object> entry : headers.entrySet()) {
			if (!LOCAL_HEADERS.contains(entry.getKey()) && isSimple(entry.getValue())) {
				result = result.with(entry.getKey(), entry.getValue().toString());
			}
		}
		return result;
	}

	private static boolean isSimple(Object value) {
		return value instanceof String || value instanceof Number || value instanceof Boolean;
	}

	private static Map<String, Object> received(BusMessage message) {
		if (message.headers().isEmpty()) {
			return Map.of(BusHeaders.SUBJECT, message.subject());
		}
		Map<String, List<String>> nativeHeaders = new LinkedCaseInsensitiveMap<>(Locale.ROOT);
		message.headers()
			.forEach((name, value) -> nativeHeaders.computeIfAbsent(name, (key) -> new ArrayList<>()).add(value));
		return Map.of(BusHeaders.SUBJECT, message.subject(), NativeMessageHeaderAccessor.NATIVE_HEADERS,
				Collections.unmodifiableMap(nativeHeaders));
	}

	/**
	 * Headers without id and timestamp, which the bus does not have.
	 */
	private static final class ReceivedHeaders extends MessageHeaders {

		private static final long serialVersionUID = 1L;

		private static final long NO_TIMESTAMP = -1;

		ReceivedHeaders(BusMessage message) {
			super(received(message), ID_VALUE_NONE, NO_TIMESTAMP);
		}

	}

	/**
	 * Describes itself without the values of its headers, which may be confidential and
	 * would stand in exceptions otherwise.
	 */
	private static final class ReceivedMessage implements Message<byte[]> {

		private final BusMessage message;

		// made when they are asked for, which most listeners never do: they take longer
		// than all else here. Threads that do so at the same time get equal ones
		private @Nullable MessageHeaders headers;

		ReceivedMessage(BusMessage message) {
			this.message = message;
		}

		@Override
		public byte[] getPayload() {
			return this.message.data();
		}

		@Override
		public MessageHeaders getHeaders() {
			MessageHeaders result = this.headers;
			if (result == null) {
				result = new ReceivedHeaders(this.message);
				this.headers = result;
			}
			return result;
		}

		@Override
		public String toString() {
			return this.message.toString();
		}

	}

}
