package dev.bus.nats;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much was given to a connection and not yet written to its socket.
 * <p>
 * The client library cannot be asked: its own gauges wait for locks that are held all
 * through an outage. It counts what it writes, though, and this class counts what it is
 * given. What the library writes of its own accord makes its count run ahead, which shows
 * and is made good whenever nothing waits. What it loses with a broken link makes its
 * count lag behind, which {@link #settle} makes good.
 */
final class Backlog {

	private final AtomicLong given = new AtomicLong();

	private final LongSupplier written;

	Backlog(LongSupplier written) {
		this.written = written;
	}

	/**
	 * Count what is given, before it is.
	 * @return how much waits now, this included
	 */
	long add(long amount) {
		long before = this.given.get();
		while (true) {
			long out = this.written.getAsLong();
			long after = Math.max(before, out) + amount;
			if (this.given.compareAndSet(before, after)) {
				return after - out;
			}
			before = this.given.get();
		}
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
		return Math.max(0, this.given.get() - this.written.getAsLong());
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
