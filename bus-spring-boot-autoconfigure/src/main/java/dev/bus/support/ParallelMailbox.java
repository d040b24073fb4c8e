package dev.bus.support;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A mailbox with several slots, or one whose items may finish later than their call.
 * <p>
 * A task that begins an item while others wait has the next task started first. At most
 * one task is being started at a time, so that short items are worked off by the tasks at
 * hand instead of waking a thread each.
 *
 * @param <T> the type of items
 * @since 0.1.0
 */
public final class ParallelMailbox<T> extends Mailbox<T> {

	private final AtomicBoolean starting = new AtomicBoolean();

	private final Workers workers;

	ParallelMailbox(int capacity, int concurrency, Workers workers, Work<T> work) {
		super(capacity, concurrency, workers, new ConcurrentLinkedQueue<>(), work);
		this.workers = workers;
	}

	/**
	 * Give back the slot of an item whose {@link Work#process} returned
	 * {@link Work#UNFINISHED}; may be called from any thread.
	 * @param afterwards what to run on a worker thread then, or {@code null}
	 */
	public void finish(@Nullable Runnable afterwards) {
		if (afterwards == null) {
			releaseSlot();
			return;
		}
		this.workers.execute(() -> {
			releaseSlot();
			afterwards.run();
		});
	}

	@Override
	void drain() {
		this.starting.set(false);
		boolean holdsSlot = true;
		while (holdsSlot) {
			T item = poll();
			if (item == null) {
				endTask();
				return;
			}
			counts().release(1, work().bytes(item));
			if (!isEmpty()) {
				signal();
			}
			Runnable afterwards = work().process(item);
			if (afterwards == Work.UNFINISHED) {
				return;
			}
			if (afterwards != null) {
				releaseSlot();
				afterwards.run();
				holdsSlot = acquireSlot();
			}
		}
	}

	private void endTask() {
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
		while (!isFull() && hasWork() && this.starting.compareAndSet(false, true)) {
			if (acquireSlot()) {
				startTask(starter);
				return;
			}
			this.starting.set(false);
		}
	}

	private void startTask(Executor starter) {
		try {
			start(starter);
		}
		catch (RuntimeException | Error ex) {
			this.starting.set(false);
			throw ex;
		}
	}

	@Override
	void sweep() {
		giveBackAll();
	}

}
