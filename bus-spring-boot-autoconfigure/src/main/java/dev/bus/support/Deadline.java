package dev.bus.support;

import org.jspecify.annotations.Nullable;

/**
 * A task of {@link Deadlines} that runs at its time unless it is cancelled before.
 *
 * @since 0.1.0
 */
public final class Deadline {

	private final long time;

	// not kept after cancellation, for it holds on to what the deadline was for
	private volatile @Nullable Runnable task;

	private @Nullable Deadline next;

	Deadline(long nanos, Runnable task) {
		this.time = System.nanoTime() + nanos;
		this.task = task;
	}

	/**
	 * Forget the task.
	 */
	public void cancel() {
		this.task = null;
	}

	boolean isCancelled() {
		return this.task == null;
	}

	/**
	 * Return how many nanoseconds are left.
	 */
	long left() {
		return this.time - System.nanoTime();
	}

	int compareTo(Deadline other) {
		return Long.signum(this.time - other.time);
	}

	/**
	 * Run the task if it is not cancelled.
	 */
	void run() {
		Runnable due = this.task;
		this.task = null;
		if (due != null) {
			due.run();
		}
	}

	void push(@Nullable Deadline top) {
		this.next = top;
	}

	/**
	 * Return what was added before, once.
	 */
	@Nullable Deadline pop() {
		Deadline before = this.next;
		this.next = null;
		return before;
	}

}
