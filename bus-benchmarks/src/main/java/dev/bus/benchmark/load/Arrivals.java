package dev.bus.benchmark.load;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Counts what each subscriber got of each publisher, which says in the first byte of a
 * payload who it is.
 */
final class Arrivals {

	// Counters of two threads never share a cache line, nor two that are fetched together
	private static final int STRIDE = 16;

	private final AtomicLongArray counts;

	private final int publishers;

	private final int subscribers;

	private final boolean concurrent;

	Arrivals(int publishers, int subscribers, boolean concurrent) {
		this.counts = new AtomicLongArray((publishers * subscribers + 1) * STRIDE);
		this.publishers = publishers;
		this.subscribers = subscribers;
		this.concurrent = concurrent;
	}

	Consumer<byte[]> subscriber(int subscriber) {
		return this.concurrent ? (payload) -> this.counts.incrementAndGet(index(payload[0], subscriber))
				: (payload) -> count(index(payload[0], subscriber));
	}

	private void count(int index) {
		this.counts.lazySet(index, this.counts.getPlain(index) + 1);
	}

	private int index(int publisher, int subscriber) {
		return (subscriber * this.publishers + publisher + 1) * STRIDE;
	}

	/**
	 * Return how many payloads of a publisher reached all subscribers.
	 */
	long of(int publisher) {
		long least = Long.MAX_VALUE;
		for (int subscriber = 0; subscriber < this.subscribers; subscriber++) {
			least = Math.min(least, this.counts.get(index(publisher, subscriber)));
		}
		return least;
	}

	/**
	 * Return how many payloads arrived, those that reached several subscribers as often.
	 */
	long total() {
		long total = 0;
		for (int subscriber = 0; subscriber < this.subscribers; subscriber++) {
			for (int publisher = 0; publisher < this.publishers; publisher++) {
				total += this.counts.get(index(publisher, subscriber));
			}
		}
		return total;
	}

}
