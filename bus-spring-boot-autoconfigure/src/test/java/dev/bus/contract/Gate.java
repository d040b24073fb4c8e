package dev.bus.contract;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds up listeners and handlers until a test opens it.
 */
final class Gate {

	private static final long LIMIT_SECONDS = 30;

	private final CountDownLatch opened = new CountDownLatch(1);

	private final Semaphore arrivals = new Semaphore(0);

	private final AtomicInteger entered = new AtomicInteger();

	/**
	 * Wait until the gate is open; an interrupt ends the wait.
	 */
	void pass() throws InterruptedException {
		arrive();
		assertThat(this.opened.await(LIMIT_SECONDS, TimeUnit.SECONDS)).as("gate was opened").isTrue();
	}

	/**
	 * Wait until the gate is open, deaf to interrupts.
	 */
	void passUninterruptibly() {
		arrive();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		boolean open = false;
		while (!open && System.nanoTime() < deadline) {
			try {
				open = this.opened.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				// deaf on purpose: stands for a listener that cannot be stopped
			}
		}
	}

	private void arrive() {
		this.entered.incrementAndGet();
		this.arrivals.release();
	}

	/**
	 * Wait until so many more have arrived at the gate since the last call.
	 */
	void awaitArrivals(int count) throws InterruptedException {
		assertThat(this.arrivals.tryAcquire(count, LIMIT_SECONDS, TimeUnit.SECONDS))
			.as("%s arrivals at the gate, in all there were %s", count, this.entered)
			.isTrue();
	}

	/**
	 * Return how many have arrived at the gate in all.
	 */
	int entered() {
		return this.entered.get();
	}

	void open() {
		this.opened.countDown();
	}

}
