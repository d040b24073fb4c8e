package dev.bus.benchmark.boot;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bus.Messenger;
import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.MessengerChannel;

/**
 * Publishes what an annotated method of an application receives. Has one subscriber.
 *
 * @since 0.1.0
 */
public final class ListenerChannel implements Channel {

	private final Function<Consumer<byte[]>, Object> listener;

	private final Map<String, Object> properties;

	private final Function<ConfigurableApplicationContext, Messenger> publishers;

	private @Nullable ConfigurableApplicationContext context;

	private @Nullable Messenger publisher;

	/**
	 * Create a channel.
	 * @param listener creates the bean with the annotated method
	 * @param properties the properties of the application
	 * @param publishers finds or creates the messenger to publish through, which is
	 * closed with this channel
	 */
	public ListenerChannel(Function<Consumer<byte[]>, Object> listener, Map<String, Object> properties,
			Function<ConfigurableApplicationContext, Messenger> publishers) {
		this.listener = listener;
		this.properties = Map.copyOf(properties);
		this.publishers = publishers;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		ConfigurableApplicationContext context = Application.start(this.listener.apply(subscriber), this.properties);
		this.context = context;
		this.publisher = this.publishers.apply(context);
	}

	@Override
	public void publish(byte[] payload) {
		Messenger publisher = this.publisher;
		if (publisher == null) {
			throw new IllegalStateException("Nobody has subscribed");
		}
		publisher.publish(MessengerChannel.SUBJECT, payload);
	}

	@Override
	public void close() {
		if (this.publisher != null) {
			this.publisher.close();
		}
		if (this.context != null) {
			this.context.close();
		}
	}

}
