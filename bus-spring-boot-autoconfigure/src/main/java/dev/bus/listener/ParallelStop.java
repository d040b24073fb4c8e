package dev.bus.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
		Map<BusListenerContainer, Run> others = new LinkedHashMap<>();
		for (BusListenerContainer container : containers) {
			Run run = container.detach();
			if (container.isCallOfCurrentThread()) {
				// on the thread of its own call a listener knows not to wait for that
				// call
				drain(container, run);
			}
			else if (run.isActive()) {
				others.put(container, run);
			}
		}
		if (!others.isEmpty()) {
			drainAll(others);
		}
	}

	private void drainAll(Map<BusListenerContainer, Run> runs) {
		List<BusListenerContainer> containers = List.copyOf(runs.keySet());
		CustomizableThreadCreator threads = new CustomizableThreadCreator("bus-stop-");
		threads.setDaemon(true);
		ExecutorService executor = Executors.newCachedThreadPool(threads::createThread);
		try {
			List<Callable<Object>> tasks = new ArrayList<>();
			runs.forEach((container, run) -> tasks.add(Executors.callable(() -> drain(container, run))));
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

	private void drain(BusListenerContainer container, Run run) {
		try {
			// the remaining part is for those that take a little longer than told
			container.drain(run, Duration.ofNanos(this.timeout.toNanos() / 100 * 95));
		}
		catch (RuntimeException ex) {
			logger.warn("Failed to stop the " + container, ex);
		}
	}

}
