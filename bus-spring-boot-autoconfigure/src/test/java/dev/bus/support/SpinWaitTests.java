package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SpinWait}.
 */
class SpinWaitTests {

	@Test
	@Timeout(10)
	void replyThatDoesNotComeIsLookedForOnlyForAMoment() {
		CompletableFuture<String> reply = new CompletableFuture<>();
		long start = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			SpinWait.forReply(reply);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		assertThat(reply).isNotDone();
	}

	@Test
	@Timeout(value = 10, unit = TimeUnit.SECONDS)
	void replyThatFailedIsLeftToWhoWaitsForIt() {
		CompletableFuture<String> reply = CompletableFuture.failedFuture(new IllegalStateException("failed"));
		assertThatNoException().isThrownBy(() -> SpinWait.forReply(reply));
	}

}
