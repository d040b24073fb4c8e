package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * Threads that make load until they are told to stop.
 *
 * @since 0.1.0
 */
public final class LoadThreads {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

	private final List<FutureTask<Long>> tasks = new ArrayList<>();

	private volatile boolean stopped;

	/**
	 * Start a thread.
	 * @param load makes load while not {@linkplain #isStopped() stopped}; returns how
	 * much
	 */
	public void start(Callable<Long> load) {
		FutureTask<Long> task = new FutureTask<>(load);
		this.tasks.add(task);
		Thread thread = new Thread(task, "bus-benchmark-" + this.tasks.size());
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return whether the load must end.
	 * @return {@code true} after the call of {@link #stop()}
	 */
	public boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Stop all threads and wait for their end.
	 * @return how much load all of them made
	 * @throws Exception what a thread failed with
	 */
	public long stop() throws Exception {
		this.stopped = true;
		long total = 0;
		for (FutureTask<Long> task : this.tasks) {
			try {
				total += task.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof Exception cause) ? cause : ex;
			}
			catch (TimeoutException ex) {
				throw new BenchmarkException("A thread that makes load did not stop within " + STOP_TIMEOUT, ex);
			}
		}
		return total;
	}

}
