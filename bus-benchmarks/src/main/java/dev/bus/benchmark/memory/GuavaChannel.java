package dev.bus.benchmark.memory;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import com.google.common.eventbus.AllowConcurrentEvents;
import com.google.common.eventbus.AsyncEventBus;
import com.google.common.eventbus.Subscribe;

import dev.bus.benchmark.load.Channel;

/**
 * Guava's {@code AsyncEventBus} on a pool.
 */
final class GuavaChannel implements Channel {

	private final ExecutorService pool;

	private final AsyncEventBus eventBus;

	GuavaChannel(int subscribers) {
		this.pool = SubscriberPool.create(subscribers);
		this.eventBus = new AsyncEventBus(this.pool);
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.eventBus.register(new Subscriber(subscriber));
	}

	@Override
	public void publish(byte[] payload) {
		this.eventBus.post(payload);
	}

	@Override
	public boolean isConcurrent() {
		return true;
	}

	@Override
	public void close() {
		this.pool.shutdown();
	}

	static final class Subscriber {

		private final Consumer<byte[]> subscriber;

		Subscriber(Consumer<byte[]> subscriber) {
			this.subscriber = subscriber;
		}

		@Subscribe
		@AllowConcurrentEvents
		void on(byte[] payload) {
			this.subscriber.accept(payload);
		}

	}

}
