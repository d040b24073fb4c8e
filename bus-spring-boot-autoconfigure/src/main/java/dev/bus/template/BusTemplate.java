package dev.bus.template;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

import dev.bus.BusException;
import dev.bus.BusHeaders;
import dev.bus.Messenger;

/**
 * Publishes and requests with payloads of Java types.
 * <p>
 * A template is safe for use by many threads. What a {@link Messenger} throws, it throws
 * too: {@link IllegalArgumentException} for misuse and {@link BusException} for
 * everything else; besides a {@link MessageConversionException} for payloads and replies
 * that cannot be converted.
 *
 * @since 0.1.0
 * @see PayloadConverter
 */
public class BusTemplate {

	private final Messenger messenger;

	private final PayloadConverter converter;

	/**
	 * Create a template.
	 * @param messenger sends the messages
	 * @param converter converts payloads of all types but {@code String} and
	 * {@code byte[]}
	 */
	public BusTemplate(Messenger messenger, MessageConverter converter) {
		this(messenger, new PayloadConverter(converter));
	}

	/**
	 * Create a template.
	 * @param messenger sends the messages
	 * @param converter converts payloads
	 */
	public BusTemplate(Messenger messenger, PayloadConverter converter) {
		this.messenger = messenger;
		this.converter = converter;
	}

	/**
	 * Publish a payload.
	 * @param subject the subject, without wildcards
	 * @param payload the payload, of any type that can be converted
	 * @see Messenger#publish(dev.bus.BusMessage)
	 */
	public void publish(String subject, Object payload) {
		to(subject).publish(payload);
	}

	/**
	 * Send a request and wait the {@linkplain Messenger#requestTimeout() default timeout}
	 * for its reply.
	 * @param <T> the type of the reply
	 * @param subject the subject, without wildcards
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return the payload of the reply; {@code null} if it is empty and the type is
	 * neither {@code String} nor {@code byte[]}
	 * @see Messenger#request(dev.bus.BusMessage)
	 */
	public <T> @Nullable T request(String subject, Object payload, Class<T> type) {
		return to(subject).request(payload, type);
	}

	/**
	 * Send a request and wait the {@linkplain Messenger#requestTimeout() default timeout}
	 * for its reply.
	 * @param <T> the type of the reply
	 * @param subject the subject, without wildcards
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return the payload of the reply; {@code null} if it is empty
	 * @see Messenger#request(dev.bus.BusMessage)
	 */
	public <T> @Nullable T request(String subject, Object payload, ParameterizedTypeReference<T> type) {
		return to(subject).request(payload, type);
	}

	/**
	 * Begin a message with headers or a timeout of its own.
	 * @param subject the subject, without wildcards
	 * @return what the message is sent with
	 */
	public MessageSpec to(String subject) {
		return new MessageSpec(this.messenger, this.converter, subject, BusHeaders.empty(), null);
	}

}
