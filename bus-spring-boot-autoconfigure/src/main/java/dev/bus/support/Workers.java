package dev.bus.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The threads that run the listeners and handlers of one messenger: an executor that
 * knows which threads are at work for it.
 *
 * @since 0.1.0
 */
public final class Workers implements Executor {

	private final Executor executor;

	private final @Nullable WorkerThreads owned;

	// at work, unless owned
	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	/**
	 * Use the given executor, which is not shut down. It must not be bounded: handlers
	 * that wait for other handlers would wait for ever.
	 * @param executor the executor
	 */
	public Workers(Executor executor) {
		this.executor = executor;
		this.owned = null;
	}

	private Workers(WorkerThreads owned) {
		this.executor = owned;
		this.owned = owned;
	}

	/**
	 * Use as many platform threads as there is work for; idle ones end after 10 seconds.
	 * @param name the first part of the names of the threads
	 * @return the workers
	 */
	public static Workers platformThreads(String name) {
		return new Workers(new WorkerThreads(name));
	}

	/**
	 * Run a task on a thread of the executor.
	 * @param task the task
	 */
	@Override
	public void execute(Runnable task) {
		if (this.owned != null) {
			this.owned.execute(task);
		}
		else {
			this.executor.execute(() -> run(task));
		}
	}

	/**
	 * Run a task on the current thread, which is a worker meanwhile.
	 * @param task the task
	 */
	public void run(Runnable task) {
		Thread thread = Thread.currentThread();
		boolean outermost = this.threads.add(thread);
		try {
			task.run();
		}
		finally {
			if (outermost) {
				this.threads.remove(thread);
			}
		}
	}

	/**
	 * Return whether the current thread is at work for this messenger, so that it must
	 * not wait for its own end.
	 * @return {@code true} within a listener or handler
	 */
	public boolean isWorker() {
		Thread thread = Thread.currentThread();
		return (this.owned != null && this.owned.owns(thread)) || this.threads.contains(thread);
	}

	/**
	 * Interrupt all threads that are at work.
	 */
	public void interrupt() {
		this.threads.forEach(Thread::interrupt);
		if (this.owned != null) {
			this.owned.interrupt();
		}
	}

	/**
	 * End the threads of an executor of our own as soon as they are idle. A task that
	 * comes late, from a call that raced the close, is still run.
	 */
	public void shutdown() {
		if (this.owned != null) {
			this.owned.shutdown();
		}
	}

}
