package dev.bus.nats;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many bytes were given to a connection and not yet written to its socket.
 * <p>
 * The client library cannot be asked: its own gauges wait for locks that are held all
 * through an outage. It counts what it writes, though, and this class counts what it is
 * given. What the library writes of its own accord makes its count run ahead, which shows
 * and is made good when nothing waits. What it loses with a broken link makes its count
 * lag behind, which {@link #settle} makes good.
 * <p>
 * The count of the library is written by its thread for each message: to look at it as
 * often costs publishers more than all else here, so they do it now and then.
 */
final class Backlog {

	private static final long LOOK_BYTES = 64 * 1024;

	private final AtomicLong given = new AtomicLong();

	private final LongSupplier written;

	private volatile long lookAt;

	private volatile long seen;

	/**
	 * Create a backlog.
	 * @param written how many bytes the client library has written
	 */
	Backlog(LongSupplier written) {
		this.written = written;
	}

	/**
	 * Count what is given, before it is.
	 * @return how much waits at most, this included
	 */
	long add(long amount) {
		long after = this.given.addAndGet(amount);
		if (after - this.lookAt >= 0) {
			long out = look();
			if (after - amount < out) {
				after = this.given.accumulateAndGet(out + amount, Math::max);
			}
		}
		return after - this.seen;
	}

	private long look() {
		long out = this.written.getAsLong();
		this.seen = out;
		this.lookAt = Math.max(out, this.given.get()) + LOOK_BYTES;
		return out;
	}

	/**
	 * Take back what was counted and then not given.
	 */
	void takeBack(long amount) {
		this.given.addAndGet(-amount);
	}

	/**
	 * Return how much waits.
	 */
	long waiting() {
		return Math.max(0, this.given.get() - look());
	}

	/**
	 * Return a mark for {@link #settle}.
	 */
	long mark() {
		return this.given.get();
	}

	/**
	 * Note that all that was given before the mark was written or is lost.
	 */
	void settle(long mark) {
		long before = this.given.get();
		long after = Math.min(before, this.written.getAsLong() + Math.max(0, before - mark));
		while (after < before && !this.given.compareAndSet(before, after)) {
			before = this.given.get();
			after = Math.min(before, this.written.getAsLong() + Math.max(0, before - mark));
		}
	}

}
