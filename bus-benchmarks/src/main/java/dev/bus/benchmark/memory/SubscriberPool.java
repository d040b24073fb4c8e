package dev.bus.benchmark.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.bus.benchmark.load.FanOut;

/**
 * The threads of a peer that has none of its own: one for each subscriber, with a queue
 * that holds all that may be under way.
 */
final class SubscriberPool {

	private SubscriberPool() {
	}

	static ExecutorService create(int subscribers) {
		return new ThreadPoolExecutor(subscribers, subscribers, 0, TimeUnit.SECONDS,
				new ArrayBlockingQueue<>(FanOut.WINDOW * subscribers));
	}

}
