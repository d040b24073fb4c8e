package dev.bus.support;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs short tasks within 5 ms after a deadline has passed, on one thread that lives
 * while there are deadlines.
 * <p>
 * Most deadlines are cancelled soon after they were added. So to add one is to push it on
 * a stack, and to cancel it is to forget its task; every 5 ms the thread takes the stack
 * and puts in order only what is left of it:
 *
 * <pre>
 *               added           nothing added for 5 ms
 *  no thread ----------&gt; looking ----------------------&gt; asleep
 *      ^                    ^           added              |  |
 *      |                    +------------------------------+  |
 *      +------------------------------------------------------+
 *                     nothing left for 10 seconds
 * </pre>
 *
 * @since 0.1.0
 */
public final class Deadlines {

	private static final Log logger = LogFactory.getLog(Deadlines.class);

	private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long KEEP_ALIVE = TimeUnit.SECONDS.toNanos(10);

	private static final int MIN_PURGE_SIZE = 1024;

	private enum State {

		NO_THREAD, LOOKING, ASLEEP, SHUT_DOWN

	}

	private final String name;

	private final AtomicReference<State> state = new AtomicReference<>(State.NO_THREAD);

	private final AtomicReference<@Nullable Deadline> added = new AtomicReference<>();

	private volatile @Nullable Thread thread;

	/**
	 * Create deadlines.
	 * @param name the name of the thread
	 */
	public Deadlines(String name) {
		this.name = name;
	}

	/**
	 * Run a task after a while.
	 * @param nanos how long to wait, in nanoseconds
	 * @param task the task, which must not block
	 * @return cancels the task
	 */
	public Deadline after(long nanos, Runnable task) {
		Deadline deadline = new Deadline(nanos, task);
		Deadline top;
		do {
			top = this.added.get();
			deadline.push(top);
		}
		while (!this.added.compareAndSet(top, deadline));
		State current = this.state.get();
		while (current != State.LOOKING && !wake(current)) {
			current = this.state.get();
		}
		return deadline;
	}

	/**
	 * Forget all deadlines, those to come included.
	 */
	public void shutdown() {
		this.state.set(State.SHUT_DOWN);
		this.added.set(null);
		LockSupport.unpark(this.thread);
	}

	private boolean wake(State current) {
		if (current == State.SHUT_DOWN) {
			this.added.set(null);
			return true;
		}
		if (!this.state.compareAndSet(current, State.LOOKING)) {
			return false;
		}
		if (current == State.ASLEEP) {
			LockSupport.unpark(this.thread);
		}
		else {
			start();
		}
		return true;
	}

	private void start() {
		Thread created = new Thread(this::run, this.name);
		created.setDaemon(true);
		this.thread = created;
		try {
			created.start();
		}
		catch (Error ex) {
			this.state.compareAndSet(State.LOOKING, State.NO_THREAD);
			throw ex;
		}
	}

	private void run() {
		PriorityQueue<Deadline> waiting = new PriorityQueue<>(Deadline::compareTo);
		int purgeSize = MIN_PURGE_SIZE;
		boolean ended = false;
		while (!ended) {
			boolean looking = take(waiting);
			if (waiting.size() > purgeSize) {
				waiting.removeIf(Deadline::isCancelled);
				purgeSize = Math.max(MIN_PURGE_SIZE, 2 * waiting.size());
			}
			long left = runDue(waiting);
			if (looking) {
				LockSupport.parkNanos(this, Math.min(TICK, left));
				ended = this.state.get() == State.SHUT_DOWN;
			}
			else {
				ended = sleep(left, waiting.isEmpty());
			}
		}
	}

	private boolean take(PriorityQueue<Deadline> waiting) {
		Deadline deadline = this.added.getAndSet(null);
		boolean found = deadline != null;
		while (deadline != null) {
			if (!deadline.isCancelled()) {
				waiting.add(deadline);
			}
			deadline = deadline.pop();
		}
		return found;
	}

	/**
	 * Run what is due.
	 * @return how many nanoseconds are left until the next deadline
	 */
	private static long runDue(PriorityQueue<Deadline> waiting) {
		Deadline first = waiting.peek();
		while (first != null && (first.isCancelled() || first.left() <= 0)) {
			waiting.remove();
			run(first);
			first = waiting.peek();
		}
		return (first != null) ? first.left() : Long.MAX_VALUE;
	}

	private static void run(Deadline deadline) {
		try {
			deadline.run();
		}
		catch (Throwable ex) {
			logger.error("What is to be done at a deadline failed", ex);
		}
		// an interrupt that is left behind would keep this thread from sleeping
		Thread.interrupted();
	}

	/**
	 * Sleep until something is added, or the given time has passed.
	 * @return whether the thread is not needed any more
	 */
	private boolean sleep(long nanos, boolean idle) {
		long end = System.nanoTime() + KEEP_ALIVE;
		if (this.state.compareAndSet(State.LOOKING, State.ASLEEP) && this.added.get() == null) {
			LockSupport.parkNanos(this, Math.min(KEEP_ALIVE, nanos));
		}
		boolean unused = idle && System.nanoTime() - end >= 0 && this.added.get() == null;
		return (unused && this.state.compareAndSet(State.ASLEEP, State.NO_THREAD))
				|| (!this.state.compareAndSet(State.ASLEEP, State.LOOKING) && this.state.get() == State.SHUT_DOWN);
	}

}
