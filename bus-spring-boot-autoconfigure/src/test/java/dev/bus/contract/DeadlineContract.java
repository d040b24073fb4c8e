package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.RequestTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Deadlines are kept within 50 ms. The median must be; the 99th percentile may take
 * {@link #SATURATION} longer, for these tests run on machines that have other things to
 * do.
 */
abstract class DeadlineContract extends ContractCase {

	private static final Duration PROMISE = Duration.ofMillis(50);

	private static final Duration SATURATION = Duration.ofMillis(250);

	private final Queue<CompletableFuture<BusMessage>> unanswered = new ConcurrentLinkedQueue<>();

	@AfterEach
	void answer() {
		this.unanswered.forEach((stage) -> stage.complete(null));
	}

	@Test
	void deadlinesOfAsynchronousRequestsAreKept() {
		serveNever();
		List<CompletableFuture<Duration>> overshoots = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			Duration timeout = Duration.ofMillis(200 + i % 50);
			long start = System.nanoTime();
			overshoots.add(peer().requestAsync(BusMessage.of("get", ""), timeout).handle((reply, failure) -> {
				assertThat(failure).isInstanceOf(RequestTimeoutException.class);
				return overshoot(start, timeout);
			}));
		}
		assertKept(join(overshoots));
	}

	@Test
	void deadlinesOfBlockingRequestsAreKept() {
		serveNever();
		List<Duration> overshoots = new ArrayList<>();
		for (int i = 0; i < 30; i++) {
			Duration timeout = Duration.ofMillis(10 + i);
			long start = System.nanoTime();
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> peer().request(BusMessage.of("get", ""), timeout));
			overshoots.add(overshoot(start, timeout));
		}
		assertKept(overshoots);
	}

	@Test
	void deadlinesAreKeptWhileOthersAreAnswered() {
		serveNever();
		messenger().serve("echo", (request) -> request);
		List<CompletableFuture<Duration>> overshoots = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			Duration timeout = Duration.ofMillis(150 + i);
			long start = System.nanoTime();
			overshoots.add(peer().requestAsync(BusMessage.of("get", ""), timeout)
				.handle((reply, failure) -> overshoot(start, timeout)));
			peer().request(BusMessage.of("echo", "echo"), LIMIT);
		}
		assertKept(join(overshoots));
	}

	private void serveNever() {
		messenger().serveAsync("get", (request) -> {
			CompletableFuture<BusMessage> stage = new CompletableFuture<>();
			this.unanswered.add(stage);
			return stage;
		});
	}

	private static Duration overshoot(long start, Duration timeout) {
		return Duration.ofNanos(System.nanoTime() - start).minus(timeout);
	}

	private static void assertKept(List<Duration> overshoots) {
		List<Duration> sorted = overshoots.stream().sorted().toList();
		assertThat(sorted.get(0)).as("earliest").isGreaterThan(Duration.ofMillis(-2));
		assertThat(sorted.get(sorted.size() / 2)).as("median").isLessThanOrEqualTo(PROMISE);
		assertThat(sorted.get(sorted.size() * 99 / 100)).as("99th percentile")
			.isLessThanOrEqualTo(PROMISE.plus(SATURATION));
	}

}
