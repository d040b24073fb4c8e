package dev.bus.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The threads that run the listeners and handlers of one messenger: an executor that
 * knows which threads are at work for it.
 *
 * @since 0.1.0
 */
public final class Workers {

	private final Executor executor;

	private final @Nullable ThreadPoolExecutor owned;

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

	private Workers(ThreadPoolExecutor owned) {
		this.executor = owned;
		this.owned = owned;
	}

	/**
	 * Use as many platform threads as there is work for; idle ones end after 10 seconds.
	 * @param name the first part of the names of the threads
	 * @return the workers
	 */
	public static Workers platformThreads(String name) {
		AtomicLong count = new AtomicLong();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		return new Workers(
				new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), (task) -> {
					// nothing of the thread that happens to publish first
					Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), 0, false);
					thread.setDaemon(false);
					thread.setContextClassLoader(classLoader);
					return thread;
				}));
	}

	/**
	 * Run a task on a thread of the executor.
	 * @param task the task
	 */
	public void execute(Runnable task) {
		this.executor.execute(() -> run(task));
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
		return this.threads.contains(Thread.currentThread());
	}

	/**
	 * Interrupt all threads that are at work.
	 */
	public void interrupt() {
		this.threads.forEach(Thread::interrupt);
	}

	/**
	 * End the threads of an executor of our own as soon as they are idle. A task that
	 * comes late, from a call that raced the close, is still run.
	 */
	public void shutdown() {
		if (this.owned != null) {
			this.owned.setKeepAliveTime(0, TimeUnit.SECONDS);
		}
	}

}
