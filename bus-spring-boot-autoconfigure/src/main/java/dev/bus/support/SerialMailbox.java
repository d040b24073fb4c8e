package dev.bus.support;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.jctools.queues.atomic.MpscGrowableAtomicArrayQueue;

/**
 * A mailbox with one slot, which a task keeps from item to item.
 *
 * @param <T> the type of items
 */
final class SerialMailbox<T> extends Mailbox<T> {

	private static final int INITIAL_CAPACITY = 8;

	private static final int MAX_BATCH = 64;

	private final MpscGrowableAtomicArrayQueue<T> queue;

	// The number of what waits is shared with all publishers, who pay a cache miss for
	// every write of the worker: it releases begun items in batches.
	private final int batch;

	private final AtomicInteger begun = new AtomicInteger();

	SerialMailbox(int capacity, Workers workers, Work<T> work) {
		this(capacity, workers, work,
				new MpscGrowableAtomicArrayQueue<>(INITIAL_CAPACITY, Math.max(INITIAL_CAPACITY * 2, capacity)));
	}

	private SerialMailbox(int capacity, Workers workers, Work<T> work, MpscGrowableAtomicArrayQueue<T> queue) {
		super(capacity, 1, workers, queue, work);
		this.queue = queue;
		this.batch = Math.max(1, Math.min(MAX_BATCH, capacity / 1024));
	}

	@Override
	void drain() {
		int items = 0;
		long bytes = 0;
		T item = poll();
		while (item != null) {
			items++;
			bytes += work().bytes(item);
			if (items >= this.batch || this.queue.relaxedPeek() == null) {
				release(items, bytes);
				items = 0;
				bytes = 0;
			}
			this.begun.setRelease(items);
			Runnable afterwards = work().process(item);
			if (afterwards != null) {
				afterwards.run();
			}
			item = poll();
		}
		release(items, bytes);
		this.begun.setRelease(0);
		if (isClosed()) {
			giveBackAll();
		}
		else if (isEmpty()) {
			work().emptied();
		}
		releaseSlot();
	}

	@Override
	void signal(Executor starter) {
		if (!isFull() && hasWork() && acquireSlot()) {
			start(starter);
		}
	}

	@Override
	void sweep() {
		// a task at work does it when it has finished its item
		if (acquireSlot()) {
			giveBackAll();
			releaseSlot();
		}
	}

	@Override
	int begunAndNotReleased() {
		return this.begun.get();
	}

}
