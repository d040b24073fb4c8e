package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.RequestTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Deadlines are kept within 50 ms.
 * <p>
 * That is a promise for machines that are not saturated, which those that run tests often
 * are. So for each deadline a timer of the JDK is set to the same time: what it comes too
 * late is the machine's, and allowed threefold on top, for a reply passes more threads.
 */
abstract class DeadlineContract extends ContractCase {

	private static final Duration PROMISE = Duration.ofMillis(50);

	private final Queue<CompletableFuture<BusMessage>> unanswered = new ConcurrentLinkedQueue<>();

	private final List<CompletableFuture<Duration>> overshoots = new ArrayList<>();

	private final List<CompletableFuture<Duration>> overshootsOfTimers = new ArrayList<>();

	@AfterEach
	void answer() {
		List.copyOf(this.unanswered).forEach((stage) -> stage.complete(null));
	}

	@Test
	void deadlinesOfAsynchronousRequestsAreKept() {
		serveNever();
		for (int i = 0; i < 200; i++) {
			requestUntil(Duration.ofMillis(200 + i % 50));
		}
		assertKept();
	}

	@Test
	void deadlinesOfBlockingRequestsAreKept() {
		serveNever();
		for (int i = 0; i < 30; i++) {
			Duration timeout = Duration.ofMillis(10 + i);
			setTimer(timeout);
			long start = System.nanoTime();
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> peer().request(BusMessage.of("get", ""), timeout));
			this.overshoots.add(CompletableFuture.completedFuture(overshoot(start, timeout)));
		}
		assertKept();
	}

	@Test
	void deadlinesAreKeptWhileOthersAreAnswered() {
		serveNever();
		messenger().serve("echo", (request) -> request);
		for (int i = 0; i < 100; i++) {
			requestUntil(Duration.ofMillis(150 + i));
			peer().request(BusMessage.of("echo", "echo"), LIMIT);
		}
		assertKept();
	}

	private void serveNever() {
		messenger().serveAsync("get", (request) -> {
			CompletableFuture<BusMessage> stage = new CompletableFuture<>();
			this.unanswered.add(stage);
			return stage;
		});
	}

	private void requestUntil(Duration timeout) {
		setTimer(timeout);
		long start = System.nanoTime();
		this.overshoots.add(peer().requestAsync(BusMessage.of("get", ""), timeout).handle((reply, failure) -> {
			Duration overshoot = overshoot(start, timeout);
			assertThat(failure).isInstanceOf(RequestTimeoutException.class);
			return overshoot;
		}));
	}

	private void setTimer(Duration timeout) {
		long start = System.nanoTime();
		this.overshootsOfTimers
			.add(new CompletableFuture<Duration>().completeOnTimeout(timeout, timeout.toNanos(), TimeUnit.NANOSECONDS)
				.thenApply((timedOut) -> overshoot(start, timeout)));
	}

	private void assertKept() {
		List<Duration> late = join(this.overshoots).stream().sorted().toList();
		List<Duration> machine = join(this.overshootsOfTimers).stream().sorted().toList();
		assertThat(late.get(0)).as("earliest").isGreaterThan(Duration.ofMillis(-2));
		for (int percentile : List.of(50, 99)) {
			int index = late.size() * percentile / 100;
			assertThat(late.get(index)).as("percentile %s, a timer: %s", percentile, machine.get(index))
				.isLessThanOrEqualTo(PROMISE.plus(machine.get(index).multipliedBy(3)));
		}
	}

	private static Duration overshoot(long start, Duration timeout) {
		return Duration.ofNanos(System.nanoTime() - start).minus(timeout);
	}

}
