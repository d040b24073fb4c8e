package dev.bus.support;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs short tasks when a deadline has passed, on one thread that lives while there are
 * deadlines.
 *
 * @since 0.1.0
 */
public final class Deadlines {

	private final ScheduledThreadPoolExecutor timer;

	/**
	 * Create deadlines.
	 * @param name the name of the thread
	 */
	public Deadlines(String name) {
		this.timer = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.timer.setRemoveOnCancelPolicy(true);
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer.setKeepAliveTime(10, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a task after a while.
	 * @param task the task, which must not block
	 * @param nanos how long to wait, in nanoseconds
	 * @return cancels the task
	 */
	public Future<?> after(long nanos, Runnable task) {
		return this.timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * Forget all deadlines, those to come included.
	 */
	public void shutdown() {
		this.timer.shutdownNow();
	}

}
