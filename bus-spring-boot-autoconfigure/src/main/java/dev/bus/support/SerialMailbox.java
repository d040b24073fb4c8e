package dev.bus.support;

import java.util.concurrent.Executor;

import org.jctools.queues.atomic.MpscGrowableAtomicArrayQueue;

/**
 * A mailbox with one slot, which a task keeps from item to item.
 *
 * @param <T> the type of items
 */
final class SerialMailbox<T> extends Mailbox<T> {

	private static final int INITIAL_CAPACITY = 8;

	private static final int MAX_BATCH = 64;

	private static final int MAX_BATCH_BYTES = 64 * 1024;

	private static final int MAX_RUN = 1024;

	// more than gathers of a moderate flow while a thread is scheduled late
	private static final int FLOOD = 32;

	private static final int LOOKS = 2;

	// in which a few dozen items gather
	private static final long PAUSE_NANOS = 10_000;

	// whoever yields and runs again sooner has kept no other thread waiting
	private static final long NOBODY_ELSE_NANOS = 3000;

	private final MpscGrowableAtomicArrayQueue<T> queue;

	// The number of what waits is shared with all publishers, who pay a cache miss for
	// every write of the worker: it releases begun items in batches.
	private final int batch;

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
		int run = workOff();
		while (run > 0) {
			boolean flood = run >= FLOOD;
			run = workOff();
			for (int i = 0; i < LOOKS && run == 0 && flood; i++) {
				// In a flood more comes meanwhile, and to wake a thread for it would take
				// the publishers longer than all the rest. Otherwise it must not be done:
				// who has yielded may be scheduled late, by milliseconds.
				letOthersRun();
				run = workOff();
			}
		}
		if (isClosed()) {
			giveBackAll();
		}
		else if (isEmpty()) {
			work().emptied();
		}
		releaseSlot();
	}

	/**
	 * Give way to other threads, or to the publishers alone where no other wants to run:
	 * a worker that is at their heels fights with them for every cache line, which makes
	 * both of them three times as slow, for as long as the flood goes on.
	 */
	private static void letOthersRun() {
		long start = System.nanoTime();
		Thread.yield();
		if (System.nanoTime() - start < NOBODY_ELSE_NANOS) {
			while (System.nanoTime() - start < PAUSE_NANOS) {
				Thread.onSpinWait();
			}
		}
	}

	/**
	 * Work off what waits, but return now and then: a method that runs for minutes is
	 * stuck with what the compiler made of it in its first moments.
	 * @return how many items there were
	 */
	private int workOff() {
		int items = 0;
		T item = poll();
		while (item != null) {
			begin(item);
			Runnable afterwards = work().process(item);
			if (afterwards != null) {
				afterwards.run();
			}
			items++;
			item = (items < MAX_RUN) ? poll() : null;
		}
		counts().releaseBegun();
		return items;
	}

	private void begin(T item) {
		MailboxCounts counts = counts();
		counts.begun(work().bytes(item));
		if (counts.begunItems() >= this.batch || counts.begunBytes() >= MAX_BATCH_BYTES) {
			counts.releaseBegun();
		}
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

}
