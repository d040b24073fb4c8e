package dev.bus.benchmark.nats;

import java.time.Duration;
import java.util.function.Consumer;

import io.nats.client.Connection;
import io.nats.client.Nats;

import dev.bus.benchmark.load.Channel;

/**
 * The plain client with its default options: one connection publishes, the other has a
 * dispatcher.
 */
final class JnatsChannel implements Channel {

	private static final String SUBJECT = "orders.created";

	private static final String PATTERN = "orders.*";

	private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);

	private final Connection publisher;

	private final Connection subscriber;

	JnatsChannel(String url) throws Exception {
		this.publisher = Nats.connect(url);
		this.subscriber = Nats.connect(url);
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) throws Exception {
		this.subscriber.createDispatcher((message) -> subscriber.accept(message.getData())).subscribe(PATTERN);
		this.subscriber.flush(FLUSH_TIMEOUT);
	}

	@Override
	public void publish(byte[] payload) {
		this.publisher.publish(SUBJECT, payload);
	}

	@Override
	public void close() throws Exception {
		this.publisher.close();
		this.subscriber.close();
	}

}
