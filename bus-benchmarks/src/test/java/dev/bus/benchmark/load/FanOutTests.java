package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FanOutTests {

	private static final Timing SHORT = new Timing(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(10),
			3);

	@Test
	void everyMessageToEverySubscriberIsCounted() throws Exception {
		Direct channel = new Direct(1);
		FanOut fanOut = new FanOut(1, 2, (subscribers) -> channel);
		assertThat(fanOut.run(SHORT).value()).isPositive();
		assertThat(channel.closed).isTrue();
	}

	@Test
	void aMessageThatIsLostFailsTheTrial() {
		FanOut fanOut = new FanOut(1, 1, (subscribers) -> new Direct(0));
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> fanOut.run(SHORT))
			.withMessage("Of 61440 messages 0 arrived");
	}

	@Test
	void aMessageThatComesTwiceFailsTheTrial() {
		FanOut fanOut = new FanOut(1, 1, (subscribers) -> new Direct(2));
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> fanOut.run(SHORT))
			.withMessageMatching("Of \\d+ messages \\d+ arrived");
	}

	@Test
	void aPublisherThatFailsFailsTheTrial() {
		FanOut fanOut = new FanOut(2, 1, (subscribers) -> new Direct(1) {

			@Override
			public void publish(byte[] payload) {
				throw new IllegalStateException("no room");
			}

		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> fanOut.run(SHORT))
			.withMessage("no room");
	}

	/**
	 * Delivers on the thread of the publisher, as often as told.
	 */
	private static class Direct implements Channel {

		private final List<Consumer<byte[]>> subscribers = new ArrayList<>();

		private final int times;

		private boolean closed;

		Direct(int times) {
			this.times = times;
		}

		@Override
		public void subscribe(Consumer<byte[]> subscriber) {
			this.subscribers.add(subscriber);
		}

		@Override
		public void publish(byte[] payload) {
			for (int i = 0; i < this.times; i++) {
				this.subscribers.forEach((subscriber) -> subscriber.accept(payload));
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
