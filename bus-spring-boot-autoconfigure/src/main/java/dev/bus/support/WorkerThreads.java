package dev.bus.support;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on as many platform threads as there is work for; idle ones end after 10
 * seconds.
 * <p>
 * Tasks may block, so that none may wait for the end of another; but most are short, and
 * to wake a thread costs more than to run one. So one thread at a time looks for tasks.
 * As soon as it has found one and others wait, it has the next thread look. A thread that
 * is done with its task takes another, if there is one, before anybody is woken for it.
 */
final class WorkerThreads implements Executor {

	private static final Log logger = LogFactory.getLog(WorkerThreads.class);

	// about a microsecond, a fraction of what it takes to wake a thread
	private static final int SPINS = 50;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	// set for a thread that looks for tasks, from before it is woken
	private final AtomicBoolean looking = new AtomicBoolean();

	private final Set<Thread> live = ConcurrentHashMap.newKeySet();

	private final ThreadPoolExecutor threads;

	/**
	 * Create the executor, without a thread.
	 * @param name the first part of the names of the threads
	 */
	WorkerThreads(String name) {
		AtomicLong count = new AtomicLong();
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(),
				(task) -> {
					Thread thread = new Worker(task, name + "-" + count.incrementAndGet());
					thread.setDaemon(false);
					thread.setContextClassLoader(classLoader);
					return thread;
				});
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		try {
			wake();
		}
		catch (RuntimeException | Error ex) {
			if (this.tasks.remove(task)) {
				throw ex;
			}
			// another thread has taken it nevertheless
		}
	}

	/**
	 * Return whether a thread is one of these.
	 * @param thread the thread
	 * @return {@code true} if it belongs to this executor
	 */
	boolean owns(Thread thread) {
		return thread instanceof Worker worker && worker.owner() == this;
	}

	/**
	 * Interrupt all tasks that run.
	 */
	void interrupt() {
		this.live.forEach(Thread::interrupt);
	}

	/**
	 * End threads as soon as they are idle. A task that comes late is still run.
	 */
	void shutdown() {
		this.threads.setKeepAliveTime(0, TimeUnit.SECONDS);
	}

	/**
	 * Have a thread look for tasks, if some wait and none looks.
	 */
	private void wake() {
		if (!this.looking.get() && !this.tasks.isEmpty() && this.looking.compareAndSet(false, true)) {
			try {
				this.threads.execute(this::work);
			}
			catch (RuntimeException | Error ex) {
				this.looking.set(false);
				throw ex;
			}
		}
	}

	private void work() {
		boolean found;
		do {
			Runnable task = look();
			this.looking.set(false);
			found = task != null;
			while (task != null) {
				run(task);
				task = this.tasks.poll();
			}
		}
		while ((found || !this.tasks.isEmpty()) && this.looking.compareAndSet(false, true));
	}

	private @Nullable Runnable look() {
		for (int i = 0; i < SPINS && this.tasks.isEmpty(); i++) {
			Thread.onSpinWait();
		}
		return this.tasks.poll();
	}

	private void run(Runnable task) {
		try {
			// for what waits while this task runs
			wake();
		}
		catch (RuntimeException | Error ex) {
			logger.error("No further thread can be had: tasks wait until one of those at work is free", ex);
		}
		// an interrupt was meant for an earlier task
		Thread.interrupted();
		task.run();
	}

	private final class Worker extends Thread {

		Worker(Runnable task, String name) {
			// nothing of the thread that happens to publish first
			super(null, task, name, 0, false);
		}

		WorkerThreads owner() {
			return WorkerThreads.this;
		}

		@Override
		public void run() {
			WorkerThreads.this.live.add(this);
			try {
				super.run();
			}
			finally {
				WorkerThreads.this.live.remove(this);
			}
		}

	}

}
