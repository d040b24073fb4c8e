package dev.bus.benchmark.load;

import java.util.function.Consumer;

import dev.bus.Messenger;
import dev.bus.StreamOptions;

/**
 * Publishes through one messenger and subscribes through another, or the same.
 *
 * @since 0.1.0
 */
public final class MessengerChannel implements Channel {

	/**
	 * The subject that is published to.
	 */
	public static final String SUBJECT = "orders.created";

	/**
	 * The subject that is subscribed to.
	 */
	public static final String PATTERN = "orders.*";

	private final Messenger publisher;

	private final Messenger subscriber;

	/**
	 * Create a channel within one messenger, which it closes.
	 * @param messenger the messenger
	 */
	public MessengerChannel(Messenger messenger) {
		this(messenger, messenger);
	}

	/**
	 * Create a channel between two messengers, which it closes.
	 * @param publisher the messenger to publish through
	 * @param subscriber the messenger to subscribe through
	 */
	public MessengerChannel(Messenger publisher, Messenger subscriber) {
		this.publisher = publisher;
		this.subscriber = subscriber;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.subscriber.stream(PATTERN, StreamOptions.defaults(), (message) -> subscriber.accept(message.data()));
	}

	@Override
	public void publish(byte[] payload) {
		this.publisher.publish(SUBJECT, payload);
	}

	@Override
	public void close() {
		this.publisher.close();
		this.subscriber.close();
	}

}
