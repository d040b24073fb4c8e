package dev.bus.listener;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Stops many listeners at the same time, each on a thread of its own: all take in nothing
 * more from the beginning, and a slow one takes no time from the others.
 */
final class ParallelStop {

	private static final Log logger = LogFactory.getLog(ParallelStop.class);

	private final Duration timeout;

	ParallelStop(Duration timeout) {
		this.timeout = timeout;
	}

	void stop(Collection<BusListenerContainer> containers) {
		// on the thread of its own call a listener knows not to wait for that call
		containers.stream().filter(BusListenerContainer::isCallOfCurrentThread).forEach(this::stop);
		List<BusListenerContainer> others = containers.stream()
			.filter((container) -> container.isRunning() && !container.isCallOfCurrentThread())
			.toList();
		if (!others.isEmpty()) {
			stopOthers(others);
		}
	}

	private void stopOthers(List<BusListenerContainer> containers) {
		CustomizableThreadCreator threads = new CustomizableThreadCreator("bus-stop-");
		threads.setDaemon(true);
		ExecutorService executor = Executors.newCachedThreadPool(threads::createThread);
		try {
			List<Callable<Object>> tasks = containers.stream()
				.map((container) -> Executors.callable(() -> stop(container)))
				.toList();
			List<Future<Object>> results = executor.invokeAll(tasks, this.timeout.toNanos(), TimeUnit.NANOSECONDS);
			for (int i = 0; i < results.size(); i++) {
				if (results.get(i).isCancelled()) {
					logger.warn("Left the " + containers.get(i) + " behind, which did not stop within " + this.timeout);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			logger.warn("Interrupted while " + containers.size() + " listeners were stopping");
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void stop(BusListenerContainer container) {
		try {
			// the remaining part is for those that take a little longer than told
			container.stopWithContext(this.timeout.multipliedBy(95).dividedBy(100));
		}
		catch (RuntimeException ex) {
			logger.warn("Failed to stop the " + container, ex);
		}
	}

}
