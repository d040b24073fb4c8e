package dev.bus.template;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

/**
 * Converts between payloads of Java types and messages of the bus.
 * <p>
 * A {@code byte[]} travels as it is and a {@code String} as UTF-8, whatever content type
 * anybody claims; all other types go through the spring-messaging converters that this
 * one is created with. A {@link BusMessage} or {@link Message} as payload stands for its
 * payload and its headers. The type that a payload is converted to is always the one that
 * the receiver asks for: no type is written to or read from the wire.
 *
 * @since 0.1.0
 */
public final class PayloadConverter {

	private static final String JSON_NULL = "null";

	private final SmartMessageConverter converter;

	/**
	 * Create a converter.
	 * @param others the converters for all types but {@code String} and {@code byte[]},
	 * asked in this order
	 */
	public PayloadConverter(MessageConverter... others) {
		List<MessageConverter> converters = new ArrayList<>();
		converters.add(ignoringContentType(new StringMessageConverter(StandardCharsets.UTF_8)));
		converters.add(ignoringContentType(new ByteArrayMessageConverter()));
		converters.addAll(Arrays.asList(others));
		this.converter = new CompositeMessageConverter(converters);
	}

	private static MessageConverter ignoringContentType(AbstractMessageConverter converter) {
		converter.setContentTypeResolver(null);
		return converter;
	}

	/**
	 * Return the converter of payloads as spring-messaging knows it.
	 * @return the converter for all types
	 */
	public MessageConverter messageConverter() {
		return this.converter;
	}

	/**
	 * Create a message to be published or requested.
	 * @param subject the subject, without wildcards
	 * @param payload the payload, of any type that can be converted
	 * @param headers the headers, which follow those that the payload itself brings
	 * @return the message
	 * @throws MessageConversionException if no converter can convert the payload
	 * @throws IllegalArgumentException if the subject is not valid, a header cannot be
	 * sent, or an argument is {@code null}
	 */
	public BusMessage toBusMessage(String subject, Object payload, BusHeaders headers) {
		Content content = toContent(subject, payload, null);
		return BusMessage.of(subject, content.data(), append(content.headers(), headers));
	}

	/**
	 * Create the reply to a request.
	 * @param request the request
	 * @param payload the payload, of any type that can be converted; {@code null} for an
	 * empty reply
	 * @param conversionHint what helps converters, as the return type of the handler in
	 * form of a {@code MethodParameter}, or {@code null}
	 * @return the reply
	 * @throws MessageConversionException if no converter can convert the payload
	 * @throws IllegalArgumentException if a header cannot be sent
	 */
	public BusMessage toReply(BusMessage request, @Nullable Object payload, @Nullable Object conversionHint) {
		if (payload == null) {
			return request.reply(new byte[0]);
		}
		Content content = toContent(request.subject(), payload, conversionHint);
		return request.reply(content.data(), content.headers());
	}

	/**
	 * Convert the payload of a message.
	 * @param <T> the type
	 * @param message the message
	 * @param type the type to convert to; {@link BusMessage} for the message itself
	 * @return the payload, or {@code null} if it is empty and the type is neither
	 * {@code String} nor {@code byte[]}, or if it is the {@code null} of JSON
	 * @throws MessageConversionException if no converter can convert the payload
	 */
	public <T> @Nullable T fromBusMessage(BusMessage message, Class<T> type) {
		return convert(message, type, type);
	}

	/**
	 * Convert the payload of a message to a generic type.
	 * @param <T> the type
	 * @param message the message
	 * @param type the type to convert to
	 * @return the payload, or {@code null} if it is empty and the type is neither
	 * {@code String} nor {@code byte[]}, or if it is the {@code null} of JSON
	 * @throws MessageConversionException if no converter can convert the payload
	 */
	public <T> @Nullable T fromBusMessage(BusMessage message, ParameterizedTypeReference<T> type) {
		return convert(message, ResolvableType.forType(type).toClass(), type.getType());
	}

	private Content toContent(String subject, Object payload, @Nullable Object hint) {
		if (payload == null) {
			throw new IllegalArgumentException("Payload must not be null, an empty one is an empty String or byte[]");
		}
		if (payload instanceof BusMessage message) {
			return new Content(message.data(), message.headers());
		}
		if (payload instanceof Message<?> message) {
			return toContent(subject, message.getPayload(), message.getHeaders(), hint);
		}
		return toContent(subject, payload, null, hint);
	}

	private Content toContent(String subject, Object payload, @Nullable MessageHeaders headers, @Nullable Object hint) {
		Message<?> converted;
		try {
			converted = this.converter.toMessage(payload, headers, hint);
		}
		catch (MessageConversionException ex) {
			throw new MessageConversionException(toText(subject, payload) + ": " + ex.getMessage(), ex);
		}
		if (converted != null && converted.getPayload() instanceof byte[] data) {
			return new Content(data, BusMessageMapper.toBusHeaders(converted.getHeaders()));
		}
		if (converted != null && converted.getPayload() instanceof String text) {
			return new Content(text.getBytes(StandardCharsets.UTF_8),
					BusMessageMapper.toBusHeaders(converted.getHeaders()));
		}
		throw new MessageConversionException(toText(subject, payload) + ": no converter knows this type");
	}

	@SuppressWarnings("unchecked")
	private <T> @Nullable T convert(BusMessage message, Class<?> rawType, Type type) {
		if (rawType == BusMessage.class) {
			return (T) message;
		}
		if (message.data().length == 0 && rawType != String.class && rawType != byte[].class) {
			return null;
		}
		Object payload;
		try {
			payload = this.converter.fromMessage(BusMessageMapper.toMessage(message), rawType,
					(type != rawType) ? new GenericTypeHint(type) : null);
		}
		catch (MessageConversionException ex) {
			throw new MessageConversionException(fromText(message, type) + ": " + ex.getMessage(), ex);
		}
		if (payload == null && !JSON_NULL.equals(message.text().strip())) {
			throw new MessageConversionException(fromText(message, type) + ": no converter knows this type");
		}
		return (T) payload;
	}

	private static String toText(String subject, Object payload) {
		return "Cannot convert a payload of type " + payload.getClass().getTypeName() + " for subject '"
				+ printable(subject) + "'";
	}

	private static String fromText(BusMessage message, Type type) {
		return "Cannot convert the payload (" + message.data().length + " bytes) of subject '"
				+ printable(message.subject()) + "' to type " + type.getTypeName();
	}

	private static String printable(String subject) {
		return subject.replaceAll("[^ -~]", "?");
	}

	private static BusHeaders append(BusHeaders first, BusHeaders second) {
		if (first.isEmpty()) {
			return second;
		}
		BusHeaders[] result = { first };
		second.forEach((name, value) -> result[0] = result[0].with(name, value));
		return result[0];
	}

	private record Content(byte[] data, BusHeaders headers) {

	}

}
