package dev.bus.support;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The numbers of one mailbox. Those that publishers write and those that its workers
 * write for each item stand on cache lines of their own, apart from each other and from
 * what else both sides read, before and behind: that makes a third of the rate.
 */
final class MailboxCounts {

	// Items and bytes that wait share one number, items in its upper half: one addition
	// reserves both. An overflow of the lower half, while many overshoot at once, is
	// taken back with their share. The sign tells that nothing is taken in any more, so
	// that each item either came before that or is refused.
	private static final int ITEM_SHIFT = 32;

	private static final long SHUT = Long.MIN_VALUE;

	private static final long BYTES_MASK = 0xFFFF_FFFFL;

	// cache lines have eight of these numbers, and processors fetch two of them at once
	private static final int WAITING = 15;

	// beside that, since publishers read it for each item and it seldom changes
	private static final int SLOTS = 16;

	private static final int BEGUN = 32;

	private static final int BEGUN_BYTES = 33;

	private static final int DELIVERED = 34;

	private static final int FAILED = 35;

	private static final int LENGTH = 48;

	private final AtomicLongArray numbers = new AtomicLongArray(LENGTH);

	/**
	 * Count an item as waiting if there is room for it. There always is for one item.
	 * @param bytes the size of the item
	 * @param capacity how many items may wait
	 * @param maxBytes how many bytes may wait
	 * @return {@code false} if there is no room, or this is shut
	 */
	boolean reserve(int bytes, int capacity, long maxBytes) {
		long before = this.numbers.getAndAdd(WAITING, packed(1, bytes));
		if (before >= 0) {
			long items = items(before);
			boolean fits = (before & BYTES_MASK) + bytes <= maxBytes;
			if (items == 0 || (items < capacity && fits)) {
				return true;
			}
			long left = items - this.numbers.get(BEGUN);
			if (left <= 0 || (left < capacity && fits)) {
				return true;
			}
		}
		release(1, bytes);
		return false;
	}

	/**
	 * Count items as waiting no more.
	 */
	void release(long items, long bytes) {
		this.numbers.getAndAdd(WAITING, -packed(items, bytes));
	}

	/**
	 * Note that the only worker has taken an item to begin it, which counts as waiting
	 * until {@link #releaseBegun()}.
	 */
	void begun(int bytes) {
		this.numbers.setPlain(BEGUN_BYTES, this.numbers.getPlain(BEGUN_BYTES) + bytes);
		this.numbers.setRelease(BEGUN, this.numbers.getPlain(BEGUN) + 1);
	}

	long begunItems() {
		return this.numbers.getPlain(BEGUN);
	}

	long begunBytes() {
		return this.numbers.getPlain(BEGUN_BYTES);
	}

	/**
	 * Count what was begun as waiting no more; called by the only worker.
	 */
	void releaseBegun() {
		long items = begunItems();
		if (items > 0) {
			long bytes = begunBytes();
			this.numbers.setPlain(BEGUN_BYTES, 0);
			// first, so that there never seems to be more room than there is
			this.numbers.setRelease(BEGUN, 0);
			release(items, bytes);
		}
	}

	/**
	 * Return how many items wait and were not begun.
	 */
	long pending() {
		return Math.max(0, items(this.numbers.get(WAITING)) - this.numbers.get(BEGUN));
	}

	/**
	 * Return how many slots are in use.
	 */
	int slots() {
		return (int) this.numbers.get(SLOTS);
	}

	/**
	 * Take a slot into use.
	 * @param concurrency how many there are
	 * @return {@code false} if none is free
	 */
	boolean acquireSlot(int concurrency) {
		long current = this.numbers.get(SLOTS);
		while (current < concurrency) {
			if (this.numbers.compareAndSet(SLOTS, current, current + 1)) {
				return true;
			}
			current = this.numbers.get(SLOTS);
		}
		return false;
	}

	void releaseSlot() {
		this.numbers.getAndDecrement(SLOTS);
	}

	void shut() {
		this.numbers.getAndUpdate(WAITING, (current) -> current | SHUT);
	}

	/**
	 * Shut if nothing waits.
	 * @return {@code false} if an item waits or is just being refused
	 */
	boolean shutIfEmpty() {
		return this.numbers.compareAndSet(WAITING, 0, SHUT);
	}

	boolean isShut() {
		return this.numbers.get(WAITING) < 0;
	}

	/**
	 * Count a message that was handled.
	 * @param only whether there is no other worker
	 */
	void delivered(boolean only) {
		count(DELIVERED, only);
	}

	/**
	 * Count a message that ended in an error.
	 * @param only whether there is no other worker
	 */
	void failed(boolean only) {
		count(FAILED, only);
	}

	long delivered() {
		return this.numbers.get(DELIVERED);
	}

	long failed() {
		return this.numbers.get(FAILED);
	}

	private void count(int index, boolean only) {
		if (only) {
			this.numbers.setRelease(index, this.numbers.getPlain(index) + 1);
		}
		else {
			this.numbers.getAndIncrement(index);
		}
	}

	private static long packed(long items, long bytes) {
		return (items << ITEM_SHIFT) + bytes;
	}

	private static long items(long waiting) {
		return (waiting & ~SHUT) >>> ITEM_SHIFT;
	}

}
