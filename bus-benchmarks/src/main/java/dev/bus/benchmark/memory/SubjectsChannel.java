package dev.bus.benchmark.memory;

import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.bus.StreamOptions;
import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.load.Channel;
import dev.bus.memory.InMemoryMessenger;

/**
 * Publishes to many subjects in turn, all of which match exactly one of the wildcard
 * subscriptions. Has one publisher and one subscriber.
 */
final class SubjectsChannel implements Channel {

	private static final int SUBJECTS = 10_000;

	private final InMemoryMessenger messenger = new InMemoryMessenger();

	private final String[] subjects = IntStream.range(0, SUBJECTS)
		.mapToObj((i) -> "orders." + i + ".created")
		.toArray(String[]::new);

	private final int subscriptions;

	private int next;

	SubjectsChannel(int subscriptions) {
		this.subscriptions = subscriptions;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		for (int i = 1; i < this.subscriptions; i++) {
			String pattern = notMatching(i);
			this.messenger.stream(pattern, StreamOptions.defaults(), (message) -> {
				throw new BenchmarkException("'" + message.subject() + "' reached '" + pattern + "'");
			});
		}
		this.messenger.stream("orders.*.created", StreamOptions.defaults(),
				(message) -> subscriber.accept(message.data()));
	}

	private static String notMatching(int i) {
		return switch (i % 3) {
			case 0 -> "orders.*.event" + i;
			case 1 -> "*.*.event" + i;
			default -> "orders.order" + i + ".>";
		};
	}

	@Override
	public void publish(byte[] payload) {
		this.messenger.publish(this.subjects[this.next], payload);
		this.next = (this.next + 1) % SUBJECTS;
	}

	@Override
	public void close() {
		this.messenger.close();
	}

}
