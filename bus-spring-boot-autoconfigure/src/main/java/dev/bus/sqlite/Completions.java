package dev.bus.sqlite;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.support.Mailbox;
import dev.bus.support.Workers;

/**
 * Runs what may run code of the application, never on a thread of the engine, without
 * waking a thread for each.
 */
final class Completions implements Mailbox.Work<Runnable> {

	private static final Log logger = LogFactory.getLog(Completions.class);

	private final Mailbox<Runnable> mailbox;

	Completions(Workers workers) {
		this.mailbox = Mailbox.parallel(Integer.MAX_VALUE, Integer.MAX_VALUE, workers, this);
	}

	void run(Runnable completion) {
		this.mailbox.offer(completion);
	}

	/**
	 * Wait until all have run.
	 * @param nanos how long to wait at most, in nanoseconds
	 */
	boolean awaitIdle(long nanos) {
		return this.mailbox.awaitIdle(nanos);
	}

	@Override
	public int bytes(Runnable completion) {
		return 0;
	}

	@Override
	public @Nullable Runnable process(Runnable completion) {
		try {
			completion.run();
		}
		catch (Throwable ex) {
			logger.error("What depends on a future failed", ex);
		}
		return null;
	}

	@Override
	public void discarded(Runnable completion) {
		throw new IllegalStateException("Completions are never closed");
	}

}
