package dev.bus.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.bus.Messenger;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.Subject;
import dev.bus.Subscription;

/**
 * A listener that receives a stream of messages.
 *
 * @param id the id, unique in a registry
 * @param subject the subject, which may hold wildcards
 * @param options group, concurrency, buffer and error handler
 * @param autoStartup whether the listener starts with the application
 * @param listener receives the messages
 * @since 0.1.0
 */
public record StreamEndpoint(String id, String subject, StreamOptions options, boolean autoStartup,
		StreamListener listener) implements BusListenerEndpoint {

	/**
	 * Create an endpoint.
	 * @throws IllegalArgumentException if the id is blank, the subject is not valid, or
	 * an argument is {@code null}
	 */
	public StreamEndpoint {
		Assert.hasText(id, "Id of a listener must not be blank");
		Subject.requirePattern(subject);
		Assert.notNull(options, "Options must not be null, use StreamOptions.defaults()");
		Assert.notNull(listener, "Listener must not be null");
	}

	/**
	 * Create an endpoint with default options that starts with the application.
	 * @param id the id, unique in a registry
	 * @param subject the subject, which may hold wildcards
	 * @param listener receives the messages
	 * @return the endpoint
	 */
	public static StreamEndpoint of(String id, String subject, StreamListener listener) {
		return new StreamEndpoint(id, subject, StreamOptions.defaults(), true, listener);
	}

	@Override
	public BusListenerKind kind() {
		return BusListenerKind.STREAM;
	}

	@Override
	public @Nullable String group() {
		return this.options.group();
	}

	@Override
	public Subscription subscribe(Messenger messenger) {
		return messenger.stream(this.subject, this.options, (message) -> CurrentListener.call(this, () -> {
			this.listener.onMessage(message);
			return null;
		}));
	}

}
