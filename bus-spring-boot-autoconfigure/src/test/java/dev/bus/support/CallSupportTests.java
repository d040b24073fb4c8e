package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.PayloadTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Arguments}, {@link ByteBudget}, {@link Deadlines} and {@link Workers}.
 */
class CallSupportTests {

	@Test
	void timeoutsArePositiveAndNeverOverflow() {
		assertThat(Arguments.timeoutNanos(Duration.ofMillis(2))).isEqualTo(2_000_000);
		assertThat(Arguments.timeoutNanos(Duration.ofSeconds(Long.MAX_VALUE))).isPositive()
			.isLessThan(Long.MAX_VALUE / 2);
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.timeoutNanos(Duration.ZERO))
			.withMessageContaining("PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.timeoutNanos(Duration.ofSeconds(-1)))
			.withMessageContaining("PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.timeoutNanos(null));
	}

	@Test
	void tooLargeAMessageIsRefusedWithItsSize() {
		BusMessage message = BusMessage.of("a", new byte[11]);
		assertThat(Arguments.sendable(message, 11)).isSameAs(message);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> Arguments.sendable(message, 10))
			.satisfies((ex) -> {
				assertThat(ex.size()).isEqualTo(11);
				assertThat(ex.limit()).isEqualTo(10);
			})
			.withMessageContaining("11 bytes")
			.withMessageContaining("bus.max-payload");
	}

	@Test
	void theLimitOfPayloadsIsWhatAMailboxHolds() {
		assertThat(Arguments.maxPayload(1)).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.maxPayload(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.maxPayload(Mailbox.MAX_BYTES + 1));
	}

	@Test
	void aBudgetIsFreeAgainWhenBytesAreGivenBack() {
		ByteBudget budget = new ByteBudget(100);
		assertThat(budget.take(60)).isNull();
		assertThat(budget.take(41)).isNotNull().hasMessageContaining("60").hasMessageContaining("100");
		assertThat(budget.take(40)).isNull();
		budget.giveBack(60);
		budget.giveBack(40);
		assertThat(budget.take(1000)).isNull();
		assertThat(budget.take(1)).isNotNull();
	}

	@Test
	void aDeadlineRunsItsTaskUnlessCancelled() throws Exception {
		Deadlines deadlines = new Deadlines("bus-test-deadlines");
		AtomicBoolean cancelled = new AtomicBoolean();
		CompletableFuture<String> thread = new CompletableFuture<>();
		deadlines.after(TimeUnit.MILLISECONDS.toNanos(20), () -> cancelled.set(true)).cancel();
		deadlines.after(TimeUnit.MILLISECONDS.toNanos(40), () -> thread.complete(Thread.currentThread().getName()));
		assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("bus-test-deadlines");
		assertThat(cancelled).isFalse();
		deadlines.shutdown();
	}

	@Test
	void workersKnowTheirThreads() throws Exception {
		Workers workers = Workers.platformThreads("bus-test");
		CompletableFuture<String> name = new CompletableFuture<>();
		workers.execute(() -> name.complete(Thread.currentThread().getName() + workers.isWorker()));
		assertThat(name.get(10, TimeUnit.SECONDS)).startsWith("bus-test-").endsWith("true");
		assertThat(workers.isWorker()).isFalse();
		workers.run(() -> workers.run(() -> assertThat(workers.isWorker()).isTrue()));
		assertThat(workers.isWorker()).isFalse();
		workers.shutdown();
	}

	@Test
	void workersAreInterruptedTogether() throws Exception {
		Workers workers = Workers.platformThreads("bus-test");
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch interrupted = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			workers.execute(() -> {
				running.countDown();
				try {
					new CountDownLatch(1).await(30, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
			});
		}
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		workers.interrupt();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		workers.shutdown();
	}

}
