package dev.bus.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WorkerThreadsTests {

	private final WorkerThreads workers = new WorkerThreads("bus-test");

	@AfterEach
	void shutdown() {
		this.workers.shutdown();
	}

	@Test
	void tasksThatBlockKeepNoOtherWaiting() throws Exception {
		int count = 100;
		CyclicBarrier together = new CyclicBarrier(count);
		CountDownLatch done = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			this.workers.execute(() -> {
				awaitOthers(together);
				done.countDown();
			});
		}
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aTaskOfABlockedTaskIsRun() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		nest(50, done);
		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void shortTasksShareFewThreads() {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		AtomicInteger ran = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			this.workers.execute(() -> {
				threads.add(Thread.currentThread());
				ran.incrementAndGet();
			});
		}
		Awaitility.await().untilAsserted(() -> assertThat(ran).hasValue(10_000));
		assertThat(threads).hasSizeLessThan(200).allMatch((thread) -> thread.getName().startsWith("bus-test-"));
	}

	@Test
	void noTaskIsLostWhileManyThreadsAddSome() throws Exception {
		AtomicInteger ran = new AtomicInteger();
		Thread[] threads = IntStream.range(0, 4).mapToObj((number) -> new Thread(() -> {
			for (int i = 0; i < 400; i++) {
				CountDownLatch fifty = new CountDownLatch(50);
				for (int n = 0; n < 50; n++) {
					this.workers.execute(() -> {
						ran.incrementAndGet();
						fifty.countDown();
					});
				}
				// so that threads run out of tasks again and again
				await(fifty);
			}
		})).toArray(Thread[]::new);
		for (Thread thread : threads) {
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(ran).hasValue(80_000);
	}

	@Test
	void aTaskThatFailsTakesNoOtherWithIt() throws Exception {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(2);
		this.workers.execute(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> done.countDown());
			blocked.countDown();
			throw new IllegalStateException("failed");
		});
		assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
		this.workers.execute(done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void anInterruptIsLeftToNoFurtherTask() throws Exception {
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch done = new CountDownLatch(100);
		for (int i = 0; i < 100; i++) {
			this.workers.execute(() -> {
				interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
				Thread.currentThread().interrupt();
				done.countDown();
			});
		}
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(interrupted).isFalse();
	}

	private void nest(int depth, CountDownLatch done) {
		this.workers.execute(() -> {
			if (depth == 0) {
				done.countDown();
				return;
			}
			nest(depth - 1, done);
			await(done);
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void awaitOthers(CyclicBarrier barrier) {
		try {
			barrier.await(30, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
