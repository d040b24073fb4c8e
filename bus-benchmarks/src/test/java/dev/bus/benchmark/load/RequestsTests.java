package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestsTests {

	private static final Timing SHORT = new Timing(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(10),
			3);

	@Test
	void requestsThatWaitAreCountedAndTimed() throws Exception {
		Result result = WaitingRequests.rate(2, () -> new Direct(UnaryOperator.identity())).run(SHORT);
		assertThat(result.value()).isPositive();
		assertThat(result.details()).containsOnlyKeys("p50", "p99");
	}

	@Test
	void requestsUnderWayAreCounted() throws Exception {
		assertThat(new PipelinedRequests(4, () -> new Direct(UnaryOperator.identity())).run(SHORT).value())
			.isPositive();
	}

	@Test
	void theReplyOfAnotherRequestFailsTheTrial() {
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> WaitingRequests.rate(1, () -> new Direct((payload) -> new byte[64])).run(SHORT))
			.withMessage("Request 1 got another reply than its own");
		assertThatExceptionOfType(BenchmarkException.class)
			.isThrownBy(() -> new PipelinedRequests(4, () -> new Direct((payload) -> new byte[1])).run(SHORT))
			.withMessage("Request 0 got another reply than its own");
	}

	private record Direct(UnaryOperator<byte[]> handler) implements Requester {

		@Override
		public byte[] request(byte[] payload) {
			return this.handler.apply(payload);
		}

		@Override
		public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
			whenDone.accept(this.handler.apply(payload), null);
		}

		@Override
		public void close() {
			// has nothing to close
		}

	}

}
