package dev.bus.support;

import java.util.concurrent.Future;

/**
 * Looks for the reply of a quick handler of this process for a moment, before the thread
 * that waits for it goes to sleep: to wake it takes longer than most handlers do. One
 * object serves all requests of a messenger.
 *
 * @since 0.1.0
 */
public final class ReplyWait {

	// about what it takes to wake a thread
	private static final long SPIN_NANOS = 20_000;

	private static final boolean OTHERS_RUN_MEANWHILE = Runtime.getRuntime().availableProcessors() > 1;

	// more gained nothing
	private static final int YIELDS = 2;

	// about as many as the average is taken of
	private static final int YIELDS_REMEMBERED = 64;

	// between what quick requests keep each other waiting, and a time slice
	private static final long MAX_AVERAGE_NANOS = 500_000;

	private static final long PAUSE_NANOS = 100_000_000;

	// how long a yield took lately: an estimate, to which a thread may miss to add
	private volatile long averageNanos;

	private volatile long noYieldBefore = System.nanoTime();

	/**
	 * Look for a reply. A lone requester spins for up to 20 microseconds. With others
	 * under way the processors have better to do: it gives way to them up to twice, which
	 * costs less than to sleep and to be woken. Where those that run instead keep it
	 * waiting for whole time slices, it goes to sleep at once for the next 100
	 * milliseconds: the scheduler favors threads that were woken.
	 * @param reply the reply, which is waited for afterwards in any case
	 * @param alone whether no other request is under way
	 */
	public void lookFor(Future<?> reply, boolean alone) {
		if (!alone) {
			yieldFor(reply);
		}
		else if (OTHERS_RUN_MEANWHILE) {
			spinFor(reply);
		}
	}

	private static void spinFor(Future<?> reply) {
		long end = System.nanoTime() + SPIN_NANOS;
		while (!reply.isDone() && System.nanoTime() - end < 0) {
			Thread.onSpinWait();
		}
	}

	private void yieldFor(Future<?> reply) {
		for (int i = 0; i < YIELDS && !reply.isDone() && mayYield(); i++) {
			long start = System.nanoTime();
			Thread.yield();
			yielded(System.nanoTime() - start);
		}
	}

	boolean mayYield() {
		return System.nanoTime() - this.noYieldBefore >= 0;
	}

	/**
	 * Note how long other threads ran instead of this one.
	 */
	void yielded(long nanos) {
		long average = this.averageNanos + (nanos - this.averageNanos) / YIELDS_REMEMBERED;
		if (average > MAX_AVERAGE_NANOS) {
			this.noYieldBefore = System.nanoTime() + PAUSE_NANOS;
			average = 0;
		}
		this.averageNanos = average;
	}

}
