package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ReplyWait}.
 */
@Timeout(10)
class ReplyWaitTests {

	private static final long TIME_SLICE = TimeUnit.MILLISECONDS.toNanos(4);

	private final ReplyWait wait = new ReplyWait();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void replyThatDoesNotComeIsLookedForOnlyForAMoment(boolean alone) {
		CompletableFuture<String> reply = new CompletableFuture<>();
		long start = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			this.wait.lookFor(reply, alone);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThat(reply).isNotDone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void replyThatFailedIsLeftToWhoWaitsForIt(boolean alone) {
		CompletableFuture<String> reply = CompletableFuture.failedFuture(new IllegalStateException("failed"));
		assertThatNoException().isThrownBy(() -> this.wait.lookFor(reply, alone));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void interruptIsLeftToWhoWaits(boolean alone) {
		Thread.currentThread().interrupt();
		this.wait.lookFor(new CompletableFuture<>(), alone);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void threadsThatAreKeptWaitingForTimeSlicesGiveWayAgainOnlyAfterAPause() {
		long start = System.nanoTime();
		for (int i = 0; this.wait.mayYield(); i++) {
			assertThat(i).as("yields that took a time slice").isLessThan(20);
			this.wait.yielded(TIME_SLICE);
		}
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(this.wait::mayYield);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
	}

	@Test
	void oddYieldThatTakesATimeSliceAmongQuickOnesDoesNotCount() {
		for (int i = 0; i < 10_000; i++) {
			this.wait.yielded((i % 50 == 0) ? TIME_SLICE : TimeUnit.MICROSECONDS.toNanos(50));
			assertThat(this.wait.mayYield()).isTrue();
		}
	}

}
