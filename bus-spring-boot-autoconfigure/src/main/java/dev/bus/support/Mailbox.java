package dev.bus.support;

import java.util.Queue;
import java.util.concurrent.Executor;
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

	private final int capacity;

	private final int concurrency;

	private final Executor starter;

	private final Queue<T> queue;

	private final Work<T> work;

	private final MailboxCounts counts = new MailboxCounts();

	private final ReentrantLock idleLock = new ReentrantLock();

	private @Nullable Condition idle;

	// written with the lock held
	private volatile int idleWaiters;

	private volatile boolean paused;

	private volatile boolean closed;

	Mailbox(int capacity, int concurrency, Workers workers, Queue<T> queue, Work<T> work) {
		this.capacity = capacity;
		this.concurrency = concurrency;
		this.starter = workers;
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
		if (!this.counts.reserve(this.work.bytes(item), this.capacity, MAX_BYTES)) {
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
		while (idle && !isShut() && !this.counts.shutIfEmpty()) {
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
		this.counts.shut();
		this.closed = true;
		sweep();
	}

	/**
	 * Return whether this mailbox takes in nothing any more, however much room it has.
	 * @return {@code true} after {@link #close()} or a {@link #finish} that succeeded
	 */
	public final boolean isShut() {
		return this.counts.isShut();
	}

	/**
	 * Return how many items wait.
	 * @return the number of items taken in and neither begun nor given back
	 */
	public final long pending() {
		return this.counts.pending();
	}

	/**
	 * Return how many items are being worked on.
	 * @return the number of items begun and not finished
	 */
	public final int inFlight() {
		return this.counts.slots();
	}

	/**
	 * Return whether an item would be begun at once.
	 * @return {@code true} if a slot is free and nothing waits
	 */
	public final boolean hasFreeSlot() {
		return this.counts.slots() < this.concurrency && this.queue.isEmpty();
	}

	/**
	 * Return whether nothing is being worked on and nothing waits, unless paused or
	 * closed.
	 * @return {@code true} if idle
	 */
	public final boolean isIdle() {
		// in this order: what is taken out of the queue meanwhile holds a slot
		return (!mayBegin() || this.queue.isEmpty()) && this.counts.slots() == 0;
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
		this.idleWaiters++;
		try {
			long left = nanos;
			idle = isIdle();
			while (!idle && left > 0) {
				left = idleCondition().awaitNanos(left);
				idle = isIdle();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.idleWaiters--;
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

	final MailboxCounts counts() {
		return this.counts;
	}

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

	final boolean isFull() {
		return this.counts.slots() >= this.concurrency;
	}

	final boolean acquireSlot() {
		return this.counts.acquireSlot(this.concurrency);
	}

	final void releaseSlot() {
		this.counts.releaseSlot();
		if (hasWork()) {
			// came in after this task last looked
			signal();
		}
		if (this.idleWaiters > 0) {
			this.idleLock.lock();
			try {
				idleCondition().signalAll();
			}
			finally {
				this.idleLock.unlock();
			}
		}
	}

	private Condition idleCondition() {
		if (this.idle == null) {
			this.idle = this.idleLock.newCondition();
		}
		return this.idle;
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
			this.counts.releaseSlot();
			throw ex;
		}
	}

	final void giveBackAll() {
		T item = this.queue.poll();
		while (item != null) {
			this.counts.release(1, this.work.bytes(item));
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
