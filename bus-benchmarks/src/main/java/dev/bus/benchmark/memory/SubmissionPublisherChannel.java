package dev.bus.benchmark.memory;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.FanOut;

/**
 * The JDK's {@code SubmissionPublisher} with a thread for each subscriber.
 */
final class SubmissionPublisherChannel implements Channel {

	private final ExecutorService threads;

	private final SubmissionPublisher<byte[]> publisher;

	SubmissionPublisherChannel(int subscribers) {
		this.threads = Executors.newFixedThreadPool(subscribers);
		this.publisher = new SubmissionPublisher<>(this.threads, FanOut.WINDOW);
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.publisher.subscribe(new Subscriber(subscriber));
	}

	@Override
	public void publish(byte[] payload) {
		this.publisher.submit(payload);
	}

	@Override
	public void close() {
		this.publisher.close();
		this.threads.shutdown();
	}

	private static final class Subscriber implements Flow.Subscriber<byte[]> {

		private final Consumer<byte[]> subscriber;

		Subscriber(Consumer<byte[]> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(byte[] payload) {
			this.subscriber.accept(payload);
		}

		@Override
		public void onError(Throwable failure) {
			throw new BenchmarkException("The subscription of a SubmissionPublisher failed: " + failure, failure);
		}

		@Override
		public void onComplete() {
			// nothing is left to do
		}

	}

}
