package dev.bus.support;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlinesTests {

	private static final long HOUR = TimeUnit.HOURS.toNanos(1);

	private final Deadlines deadlines = new Deadlines("bus-test-deadlines");

	@AfterEach
	void shutdown() {
		this.deadlines.shutdown();
	}

	@Test
	void tasksRunInTheOrderOfTheirDeadlinesAndNeverEarly() {
		Queue<Integer> order = new ConcurrentLinkedQueue<>();
		Queue<Duration> early = new ConcurrentLinkedQueue<>();
		for (int millis : List.of(90, 30, 60)) {
			long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
			this.deadlines.after(TimeUnit.MILLISECONDS.toNanos(millis), () -> {
				order.add(millis);
				if (System.nanoTime() - due < 0) {
					early.add(Duration.ofNanos(due - System.nanoTime()));
				}
			});
		}
		Awaitility.await().until(() -> order.size() == 3);
		assertThat(order).containsExactly(30, 60, 90);
		assertThat(early).isEmpty();
	}

	@Test
	void aNearDeadlineIsKeptAlthoughTheThreadSleepsUntilAFarOne() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		this.deadlines.after(1, first::countDown);
		assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
		this.deadlines.after(HOUR, () -> {
		});
		Awaitility.await().during(Duration.ofMillis(30)).until(() -> thread().getState() == Thread.State.TIMED_WAITING);
		CountDownLatch near = new CountDownLatch(1);
		this.deadlines.after(TimeUnit.MILLISECONDS.toNanos(10), near::countDown);
		assertThat(near.await(5, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void whatACancelledTaskHoldsOnToIsForgottenAtOnce() {
		Object[] held = { new Object() };
		WeakReference<Object> reference = new WeakReference<>(held[0]);
		Deadline deadline = after(HOUR, held[0]);
		held[0] = null;
		deadline.cancel();
		Awaitility.await().until(() -> {
			System.gc();
			return reference.get() == null;
		});
	}

	@Test
	void aTaskThatFailsKeepsNoOtherFromRunning() throws Exception {
		CountDownLatch second = new CountDownLatch(1);
		this.deadlines.after(1, () -> {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("failed");
		});
		this.deadlines.after(TimeUnit.MILLISECONDS.toNanos(20), second::countDown);
		assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void everyDeadlineThatIsNotCancelledIsKeptWhileManyAreAdded() throws Exception {
		AtomicInteger kept = new AtomicInteger();
		AtomicInteger cancelled = new AtomicInteger();
		Thread[] threads = IntStream.range(0, 4).mapToObj((number) -> new Thread(() -> {
			for (int i = 0; i < 5_000; i++) {
				this.deadlines.after(TimeUnit.MICROSECONDS.toNanos(i % 20_000), kept::incrementAndGet);
				this.deadlines.after(HOUR, cancelled::incrementAndGet).cancel();
				if (i % 1_000 == 0) {
					awaitAsleep();
				}
			}
		})).toArray(Thread[]::new);
		for (Thread thread : threads) {
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		Awaitility.await().untilAsserted(() -> assertThat(kept).hasValue(20_000));
		assertThat(cancelled).hasValue(0);
	}

	@Test
	void nothingRunsAfterTheShutdown() throws Exception {
		AtomicInteger ran = new AtomicInteger();
		this.deadlines.after(TimeUnit.MILLISECONDS.toNanos(50), ran::incrementAndGet);
		Thread thread = thread();
		this.deadlines.shutdown();
		this.deadlines.after(1, ran::incrementAndGet);
		thread.join(10_000);
		assertThat(thread.isAlive()).isFalse();
		assertThat(ran).hasValue(0);
	}

	private Deadline after(long nanos, Object held) {
		return this.deadlines.after(nanos, held::notifyAll);
	}

	private static void awaitAsleep() {
		Awaitility.await().until(() -> thread().getState() == Thread.State.TIMED_WAITING);
	}

	private static Thread thread() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("bus-test-deadlines"))
			.findAny()
			.orElseThrow();
	}

}
