package dev.bus.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * The threads that a connection runs on, all with names of ours. None of them runs a
 * listener or handler.
 */
final class ClientThreads {

	private static final long KEEP_ALIVE = 5;

	private final AtomicLong count = new AtomicLong();

	private final ThreadLocal<@Nullable List<Runnable>> heldBack = new ThreadLocal<>();

	private final ExecutorService client = new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_ALIVE, TimeUnit.SECONDS,
			new SynchronousQueue<>(), factory("bus-nats-client")) {

		@Override
		public void execute(Runnable command) {
			List<Runnable> held = ClientThreads.this.heldBack.get();
			if (held != null) {
				held.add(command);
			}
			else {
				super.execute(command);
			}
		}

	};

	private final ExecutorService events = pool(1, 1, new LinkedBlockingQueue<>(), "bus-nats-events");

	private final ExecutorService roundTrips = pool(1, 1, new LinkedBlockingQueue<>(), "bus-nats-round-trips");

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, factory("bus-nats-timer"));

	ClientThreads() {
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Return where the client library runs what lasts: reader, writer and dispatchers.
	 */
	ExecutorService client() {
		return this.client;
	}

	/**
	 * Call the client library, and hold back the last task that it wants to have run by
	 * others.
	 * @param call the call
	 * @return the task, which does nothing if there was none
	 * @throws Exception what the call failed with
	 */
	Runnable holdLast(Callable<?> call) throws Exception {
		List<Runnable> held = new ArrayList<>();
		this.heldBack.set(held);
		Runnable last = () -> {
		};
		try {
			call.call();
			last = held.isEmpty() ? last : held.remove(held.size() - 1);
		}
		finally {
			this.heldBack.remove();
			held.forEach(this.client::execute);
		}
		return last;
	}

	/**
	 * Return where the client library tells of events, one after the other.
	 */
	ExecutorService events() {
		return this.events;
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	/**
	 * Return where round trips to the server are waited for, one after the other: the
	 * client library takes several at once for a sign of a dead link.
	 */
	ExecutorService roundTrips() {
		return this.roundTrips;
	}

	/**
	 * Wait until the events that were told of before have been dealt with.
	 */
	void awaitEvents() {
		await(this.events.submit(() -> {
		}), TimeUnit.SECONDS.toNanos(1));
	}

	/**
	 * Wait for a task. An interrupt ends the wait and is kept.
	 * @return whether the task ended in time and without a failure
	 */
	static boolean await(Future<?> task, long nanos) {
		try {
			task.get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		catch (CancellationException | ExecutionException | TimeoutException ex) {
			return false;
		}
	}

	void shutdown() {
		this.client.shutdown();
		this.events.shutdown();
		this.roundTrips.shutdownNow();
		this.timer.shutdownNow();
	}

	private ExecutorService pool(int core, int max, BlockingQueue<Runnable> queue, String name) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(core, max, KEEP_ALIVE, TimeUnit.SECONDS, queue, factory(name));
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private ThreadFactory factory(String name) {
		return (task) -> new Thread(task, name + "-" + this.count.incrementAndGet());
	}

}
