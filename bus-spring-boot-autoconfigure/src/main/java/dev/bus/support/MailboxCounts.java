package dev.bus.support;

import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import dev.bus.support.MailboxCountsLayout.PublisherNumbers;
import dev.bus.support.MailboxCountsLayout.WorkerNumbers;

/**
 * The numbers of one mailbox: those that publishers write for each item, and those that
 * its workers do.
 */
final class MailboxCounts extends MailboxCountsLayout.Back {

	// Items and bytes that wait share one number, items in its upper half: one addition
	// reserves both. An overflow of the lower half, while many overshoot at once, is
	// taken back with their share. The sign tells that nothing is taken in any more, so
	// that each item either came before that or is refused.
	private static final int ITEM_SHIFT = 32;

	private static final long SHUT = Long.MIN_VALUE;

	private static final long BYTES_MASK = 0xFFFF_FFFFL;

	private static final AtomicLongFieldUpdater<PublisherNumbers> WAITING = AtomicLongFieldUpdater
		.newUpdater(PublisherNumbers.class, "waiting");

	private static final AtomicLongFieldUpdater<PublisherNumbers> SLOTS = AtomicLongFieldUpdater
		.newUpdater(PublisherNumbers.class, "slots");

	private static final AtomicLongFieldUpdater<WorkerNumbers> BEGUN = AtomicLongFieldUpdater
		.newUpdater(WorkerNumbers.class, "begun");

	private static final AtomicLongFieldUpdater<WorkerNumbers> DELIVERED = AtomicLongFieldUpdater
		.newUpdater(WorkerNumbers.class, "delivered");

	private static final AtomicLongFieldUpdater<WorkerNumbers> FAILED = AtomicLongFieldUpdater
		.newUpdater(WorkerNumbers.class, "failed");

	/**
	 * Count an item as waiting if there is room for it. There always is for one item.
	 * @param bytes the size of the item
	 * @param capacity how many items may wait
	 * @param maxBytes how many bytes may wait
	 * @return {@code false} if there is no room, or this is shut
	 */
	boolean reserve(int bytes, int capacity, long maxBytes) {
		long before = WAITING.getAndAdd(this, packed(1, bytes));
		if (before >= 0) {
			long items = items(before);
			boolean fits = (before & BYTES_MASK) + bytes <= maxBytes;
			if (items == 0 || (items < capacity && fits)) {
				return true;
			}
			long left = items - this.begun;
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
		WAITING.getAndAdd(this, -packed(items, bytes));
	}

	/**
	 * Note that the only worker has taken an item to begin it, which counts as waiting
	 * until {@link #releaseBegun()}.
	 */
	void begun(int bytes) {
		this.begunBytes += bytes;
		BEGUN.lazySet(this, this.begun + 1);
	}

	long begunItems() {
		return this.begun;
	}

	long begunBytes() {
		return this.begunBytes;
	}

	/**
	 * Count what was begun as waiting no more; called by the only worker.
	 */
	void releaseBegun() {
		long items = begunItems();
		if (items > 0) {
			long bytes = begunBytes();
			this.begunBytes = 0;
			// first, so that there never seems to be more room than there is
			BEGUN.lazySet(this, 0);
			release(items, bytes);
		}
	}

	/**
	 * Return how many items wait and were not begun.
	 */
	long pending() {
		return Math.max(0, items(this.waiting) - this.begun);
	}

	/**
	 * Return how many slots are in use.
	 */
	int slots() {
		return (int) this.slots;
	}

	/**
	 * Take a slot into use.
	 * @param concurrency how many there are
	 * @return {@code false} if none is free
	 */
	boolean acquireSlot(int concurrency) {
		long current = this.slots;
		while (current < concurrency) {
			if (SLOTS.compareAndSet(this, current, current + 1)) {
				return true;
			}
			current = this.slots;
		}
		return false;
	}

	void releaseSlot() {
		SLOTS.getAndDecrement(this);
	}

	void shut() {
		WAITING.getAndUpdate(this, (current) -> current | SHUT);
	}

	/**
	 * Shut if nothing waits.
	 * @return {@code false} if an item waits or is just being refused
	 */
	boolean shutIfEmpty() {
		return WAITING.compareAndSet(this, 0, SHUT);
	}

	boolean isShut() {
		return this.waiting < 0;
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
		return this.delivered;
	}

	long failed() {
		return this.failed;
	}

	private void count(AtomicLongFieldUpdater<WorkerNumbers> number, boolean only) {
		if (only) {
			number.lazySet(this, number.get(this) + 1);
		}
		else {
			number.getAndIncrement(this);
		}
	}

	private static long packed(long items, long bytes) {
		return (items << ITEM_SHIFT) + bytes;
	}

	private static long items(long waiting) {
		return (waiting & ~SHUT) >>> ITEM_SHIFT;
	}

}
