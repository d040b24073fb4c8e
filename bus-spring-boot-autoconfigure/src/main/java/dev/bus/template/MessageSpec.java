package dev.bus.template;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * What a message is sent with: subject, headers and timeout. Immutable, so that one that
 * was prepared can be used many times and by many threads.
 *
 * @since 0.1.0
 * @see BusTemplate#to(String)
 */
public final class MessageSpec {

	private final Messenger messenger;

	private final PayloadConverter converter;

	private final String subject;

	private final BusHeaders headers;

	private final @Nullable Duration timeout;

	MessageSpec(Messenger messenger, PayloadConverter converter, String subject, BusHeaders headers,
			@Nullable Duration timeout) {
		this.messenger = messenger;
		this.converter = converter;
		this.subject = subject;
		this.headers = headers;
		this.timeout = timeout;
	}

	/**
	 * Add a header.
	 * @param name the name
	 * @param value the value, after those that the name already has
	 * @return the extended specification
	 * @throws IllegalArgumentException if name or value cannot be sent
	 */
	public MessageSpec header(String name, String value) {
		return new MessageSpec(this.messenger, this.converter, this.subject, this.headers.with(name, value),
				this.timeout);
	}

	/**
	 * Set how long to wait for the reply of a request. Does nothing to what is published.
	 * @param timeout the timeout, more than zero; by default that of the messenger
	 * @return the changed specification
	 */
	public MessageSpec timeout(Duration timeout) {
		return new MessageSpec(this.messenger, this.converter, this.subject, this.headers, timeout);
	}

	/**
	 * Publish a payload.
	 * @param payload the payload, of any type that can be converted
	 * @see Messenger#publish(BusMessage)
	 */
	public void publish(Object payload) {
		this.messenger.publish(message(payload));
	}

	/**
	 * Publish a payload without waiting.
	 * @param payload the payload, of any type that can be converted
	 * @return completes when the engine has accepted the message
	 * @see Messenger#publishAsync(BusMessage)
	 */
	public CompletableFuture<Void> publishAsync(Object payload) {
		return this.messenger.publishAsync(message(payload));
	}

	/**
	 * Send a request and wait for its reply.
	 * @param <T> the type of the reply
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return the payload of the reply; {@code null} if it is empty and the type is
	 * neither {@code String} nor {@code byte[]}
	 * @see Messenger#request(BusMessage, Duration)
	 */
	public <T> @Nullable T request(Object payload, Class<T> type) {
		return this.converter.fromBusMessage(this.messenger.request(message(payload), timeout()), type);
	}

	/**
	 * Send a request and wait for its reply.
	 * @param <T> the type of the reply
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return the payload of the reply; {@code null} if it is empty
	 * @see Messenger#request(BusMessage, Duration)
	 */
	public <T> @Nullable T request(Object payload, ParameterizedTypeReference<T> type) {
		return this.converter.fromBusMessage(this.messenger.request(message(payload), timeout()), type);
	}

	/**
	 * Send a request without waiting. Cancelling the future withdraws the request as
	 * {@link Messenger#requestAsync(BusMessage, Duration)} says.
	 * @param <T> the type of the reply
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return completes with the payload of the reply, {@code null} if it is empty and
	 * the type is neither {@code String} nor {@code byte[]}; or exceptionally with what
	 * {@link #request(Object, Class)} throws
	 */
	public <T> CompletableFuture<@Nullable T> requestAsync(Object payload, Class<T> type) {
		return requestAsync(payload, (reply) -> this.converter.fromBusMessage(reply, type));
	}

	/**
	 * Send a request without waiting. Cancelling the future withdraws the request as
	 * {@link Messenger#requestAsync(BusMessage, Duration)} says.
	 * @param <T> the type of the reply
	 * @param payload the payload, of any type that can be converted
	 * @param type the type of the reply
	 * @return completes with the payload of the reply, {@code null} if it is empty; or
	 * exceptionally with what {@link #request(Object, ParameterizedTypeReference)} throws
	 */
	public <T> CompletableFuture<@Nullable T> requestAsync(Object payload, ParameterizedTypeReference<T> type) {
		return requestAsync(payload, (reply) -> this.converter.fromBusMessage(reply, type));
	}

	private <T> CompletableFuture<@Nullable T> requestAsync(Object payload, Function<BusMessage, @Nullable T> reader) {
		return new ReplyFuture<>(this.messenger.requestAsync(message(payload), timeout()), reader);
	}

	private BusMessage message(Object payload) {
		return this.converter.toBusMessage(this.subject, payload, this.headers);
	}

	private Duration timeout() {
		return (this.timeout != null) ? this.timeout : this.messenger.requestTimeout();
	}

}
