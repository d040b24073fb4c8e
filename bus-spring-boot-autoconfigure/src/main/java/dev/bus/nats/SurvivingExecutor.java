package dev.bus.nats;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Runs the reader of a connection and tells when it dies of what it read: the client
 * library takes no notice, and would stay connected without ever receiving again.
 */
final class SurvivingExecutor extends AbstractExecutorService {

	private final ExecutorService executor;

	private final Death death;

	SurvivingExecutor(ExecutorService executor, Death death) {
		this.executor = executor;
		this.death = death;
	}

	@Override
	protected <T extends @Nullable Object> RunnableFuture<T> newTaskFor(Runnable task, T value) {
		return super.newTaskFor(() -> run(task), value);
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			this.death.of(ex);
			throw ex;
		}
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(task);
	}

	@Override
	public void shutdown() {
		this.executor.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.executor.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.executor.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.executor.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.executor.awaitTermination(timeout, unit);
	}

	/**
	 * Told of the death of a task.
	 */
	interface Death {

		void of(Throwable cause);

	}

}
