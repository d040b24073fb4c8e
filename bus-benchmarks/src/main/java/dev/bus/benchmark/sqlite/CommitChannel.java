package dev.bus.benchmark.sqlite;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.Publisher;

/**
 * The commit alone: delivers on the thread that publishes, as soon as it has returned
 * from the insert.
 */
final class CommitChannel implements Channel {

	private final Publisher publisher;

	private @Nullable Consumer<byte[]> subscriber;

	CommitChannel(Publisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.subscriber = subscriber;
	}

	@Override
	public void publish(byte[] payload) throws Exception {
		this.publisher.publish(payload);
		if (this.subscriber != null) {
			this.subscriber.accept(payload);
		}
	}

	@Override
	public void close() throws Exception {
		this.publisher.close();
	}

}
