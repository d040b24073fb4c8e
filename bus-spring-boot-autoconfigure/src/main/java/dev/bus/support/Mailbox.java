package dev.bus.support;

import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue and the tasks that work it off.
 * <p>
 * Whoever offers an item never waits. Each task holds one of {@code concurrency} slots; a
 * mailbox that has nothing to do keeps no thread:
 *
 * <pre>
 *                    offer, resume
 *  no slot in use ------------------> tasks run, each in a slot
 *                 &lt;------------------
 *                 queue empty, paused, closed
 * </pre>
 *
 * A closed mailbox takes in nothing, begins nothing, and gives back what it still held.
 *
 * @param <T> the type of items
 * @since 0.1.0
 */
public abstract class Mailbox<T> {

	/**
	 * How many bytes may wait in one mailbox, besides the limit of items: 64 MB.
	 */
	public static final long MAX_BYTES = 64L * 1024 * 1024;

	// Items and bytes that wait share one number, items in its upper half: one addition
	// reserves both. An overflow of the lower half, while many overshoot at once, is
	// taken back with their share. The sign tells that nothing is taken in any more, so
	// that each item either came before that or is refused.
	private static final int ITEM_SHIFT = 32;

	private static final long SHUT = Long.MIN_VALUE;

	private static final long BYTES_MASK = 0xFFFF_FFFFL;

	private final int capacity;

	private final int concurrency;

	private final Executor starter;

	private final Queue<T> queue;

	private final Work<T> work;

	private final AtomicLong waiting = new AtomicLong();

	private final AtomicInteger slots = new AtomicInteger();

	private final ReentrantLock idleLock = new ReentrantLock();

	private final Condition idle = this.idleLock.newCondition();

	private final AtomicInteger idleWaiters = new AtomicInteger();

	private volatile boolean paused;

	private volatile boolean closed;

	Mailbox(int capacity, int concurrency, Workers workers, Queue<T> queue, Work<T> work) {
		this.capacity = capacity;
		this.concurrency = concurrency;
		this.starter = workers::execute;
		this.queue = queue;
		this.work = work;
	}

	/**
	 * Create a mailbox that works off one item at a time, in order.
	 * @param <T> the type of items
	 * @param capacity how many items may wait
	 * @param workers run the tasks
	 * @param work what to do with an item
	 * @return the mailbox
	 */
	public static <T> Mailbox<T> serial(int capacity, Workers workers, Work<T> work) {
		return new SerialMailbox<>(capacity, workers, work);
	}

	/**
	 * Create a mailbox that works off several items at once, or one that is finished
	 * later than the call returns.
	 * @param <T> the type of items
	 * @param capacity how many items may wait
	 * @param concurrency how many items may be worked on at once
	 * @param workers run the tasks
	 * @param work what to do with an item
	 * @return the mailbox
	 */
	public static <T> Mailbox<T> parallel(int capacity, int concurrency, Workers workers, Work<T> work) {
		return new ParallelMailbox<>(capacity, concurrency, workers, work);
	}

	/**
	 * Offer an item.
	 * @param item the item
	 * @return {@code false} if there is no room or the mailbox is closed
	 */
	public final boolean offer(T item) {
		return offer(item, this.starter);
	}

	/**
	 * Offer an item from a thread that may work on it itself.
	 * @param item the item
	 * @param starter runs the task that works off what waits, if one has to be started
	 * @return {@code false} if there is no room or the mailbox is closed
	 */
	public final boolean offer(T item, Executor starter) {
		int bytes = this.work.bytes(item);
		long before = this.waiting.getAndAdd((1L << ITEM_SHIFT) + bytes);
		if (!hasRoom(before, bytes)) {
			release(1, bytes);
			return false;
		}
		this.queue.add(item);
		signal(starter);
		return true;
	}

	/**
	 * Begin no further items until {@link #resume()}.
	 */
	public final void pause() {
		this.paused = true;
	}

	/**
	 * Take up work again.
	 */
	public final void resume() {
		this.paused = false;
		signal();
	}

	/**
	 * Take in nothing more, once all that was taken in is worked off. An interrupt ends
	 * the wait and is kept.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it is; if not, items may still be taken in
	 */
	public final boolean finish(long nanos) {
		long deadline = System.nanoTime() + nanos;
		boolean idle = awaitIdle(nanos);
		while (idle && !isShut() && !this.waiting.compareAndSet(0, SHUT)) {
			// an item is just being added to the queue, or refused
			Thread.yield();
			long left = deadline - System.nanoTime();
			idle = left > 0 && awaitIdle(left);
		}
		return idle && awaitIdle(deadline - System.nanoTime());
	}

	/**
	 * Take in and begin nothing more, and give back what waits: at once, or as soon as
	 * the only task that may look into the queue has finished its item.
	 */
	public final void close() {
		this.waiting.getAndUpdate((current) -> current | SHUT);
		this.closed = true;
		sweep();
	}

	/**
	 * Return whether this mailbox takes in nothing any more, however much room it has.
	 * @return {@code true} after {@link #close()} or a {@link #finish} that succeeded
	 */
	public final boolean isShut() {
		return this.waiting.get() < 0;
	}

	/**
	 * Return how many items wait.
	 * @return the number of items taken in and neither begun nor given back
	 */
	public final long pending() {
		return Math.max(0, items(this.waiting.get()) - begunAndNotReleased());
	}

	/**
	 * Return how many items are being worked on.
	 * @return the number of items begun and not finished
	 */
	public final int inFlight() {
		return this.slots.get();
	}

	/**
	 * Return whether an item would be begun at once.
	 * @return {@code true} if a slot is free and nothing waits
	 */
	public final boolean hasFreeSlot() {
		return this.slots.get() < this.concurrency && this.queue.isEmpty();
	}

	/**
	 * Return whether nothing is being worked on and nothing waits, unless paused or
	 * closed.
	 * @return {@code true} if idle
	 */
	public final boolean isIdle() {
		// in this order: what is taken out of the queue meanwhile holds a slot
		return (!mayBegin() || this.queue.isEmpty()) && this.slots.get() == 0;
	}

	/**
	 * Wait until {@linkplain #isIdle() idle}. An interrupt ends the wait and is kept.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it is idle
	 */
	public final boolean awaitIdle(long nanos) {
		boolean idle = isIdle();
		if (idle) {
			return true;
		}
		this.idleLock.lock();
		this.idleWaiters.incrementAndGet();
		try {
			long left = nanos;
			idle = isIdle();
			while (!idle && left > 0) {
				left = this.idle.awaitNanos(left);
				idle = isIdle();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.idleWaiters.decrementAndGet();
			this.idleLock.unlock();
		}
		// not asked again: a task may just hold a slot to see that nothing is left
		return idle;
	}

	/**
	 * Work off items in a slot that this task holds.
	 */
	abstract void drain();

	/**
	 * Have a task started if there is a free slot for it.
	 * @param starter runs the task
	 */
	abstract void signal(Executor starter);

	final void signal() {
		signal(this.starter);
	}

	/**
	 * Give back all that waits, in a mailbox that is closed.
	 */
	abstract void sweep();

	/**
	 * Return how many items still count as waiting although they were begun.
	 */
	abstract int begunAndNotReleased();

	final Work<T> work() {
		return this.work;
	}

	final boolean mayBegin() {
		return !this.paused && !this.closed;
	}

	final @Nullable T poll() {
		return mayBegin() ? this.queue.poll() : null;
	}

	final boolean isEmpty() {
		return this.queue.isEmpty();
	}

	private boolean hasRoom(long before, int bytes) {
		long items = items(before);
		return before >= 0 && (items == 0 || (items < this.capacity && (before & BYTES_MASK) + bytes <= MAX_BYTES));
	}

	private static long items(long waiting) {
		return (waiting & ~SHUT) >>> ITEM_SHIFT;
	}

	final void release(long items, long bytes) {
		this.waiting.getAndAdd(-((items << ITEM_SHIFT) + bytes));
	}

	final boolean isFull() {
		return this.slots.get() >= this.concurrency;
	}

	final boolean acquireSlot() {
		int current = this.slots.get();
		while (current < this.concurrency) {
			if (this.slots.compareAndSet(current, current + 1)) {
				return true;
			}
			current = this.slots.get();
		}
		return false;
	}

	final void releaseSlot() {
		this.slots.decrementAndGet();
		if (hasWork()) {
			// came in after this task last looked
			signal();
		}
		if (this.idleWaiters.get() > 0) {
			this.idleLock.lock();
			try {
				this.idle.signalAll();
			}
			finally {
				this.idleLock.unlock();
			}
		}
	}

	final boolean isClosed() {
		return this.closed;
	}

	final boolean hasWork() {
		return (!this.paused || this.closed) && !this.queue.isEmpty();
	}

	/**
	 * Start a task in the slot that was just acquired.
	 */
	final void start(Executor starter) {
		try {
			starter.execute(this::drain);
		}
		catch (RuntimeException | Error ex) {
			this.slots.decrementAndGet();
			throw ex;
		}
	}

	final void giveBackAll() {
		T item = this.queue.poll();
		while (item != null) {
			release(1, this.work.bytes(item));
			this.work.discarded(item);
			item = this.queue.poll();
		}
	}

	/**
	 * What is done with the items of a mailbox. None of its methods may throw.
	 *
	 * @param <T> the type of items
	 */
	public interface Work<T> {

		/**
		 * Returned for an item that is still being worked on.
		 */
		Runnable UNFINISHED = () -> {
		};

		/**
		 * Return the size of an item, always the same.
		 * @param item the item
		 * @return the size in bytes
		 */
		int bytes(T item);

		/**
		 * Work on an item, on a thread that may block.
		 * @param item the item
		 * @return what to run once the slot of this item is free, or {@code null} for
		 * nothing; in a parallel mailbox also {@link #UNFINISHED}, if
		 * {@link ParallelMailbox#finish} will be called
		 */
		@Nullable Runnable process(T item);

		/**
		 * Take back an item that will not be begun.
		 * @param item the item
		 */
		void discarded(T item);

		/**
		 * Told when all that waited was worked off.
		 */
		default void emptied() {
		}

	}

}
