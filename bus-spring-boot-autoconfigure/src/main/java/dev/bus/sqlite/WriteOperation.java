package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.MessagePublishException;

/**
 * Something to be written in the next commit. Ends once: committed or failed.
 */
abstract class WriteOperation {

	private static final Log logger = LogFactory.getLog(WriteOperation.class);

	/**
	 * How long a thread waits for a commit that has begun, before it gives up on a device
	 * that does not answer.
	 */
	private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(30);

	private final long deadline;

	private volatile boolean done;

	private volatile @Nullable Throwable failure;

	private volatile @Nullable Thread waiter;

	/**
	 * Create an operation.
	 * @param waitNanos how long it may wait for the lock of the file, in nanoseconds
	 */
	WriteOperation(long waitNanos) {
		this.deadline = System.nanoTime() + waitNanos;
	}

	/**
	 * Run the statements, within a transaction unless it is one statement alone. May run
	 * again after a rollback.
	 * @param connection the connection
	 * @throws SQLException if a statement fails
	 */
	abstract void execute(SqliteConnection connection) throws SQLException;

	/**
	 * Return whether the result must survive the end of the machine.
	 * @return {@code true} for what others rely on without its writer
	 */
	boolean isDurable() {
		return false;
	}

	/**
	 * Return whether this is one statement, which needs no transaction around it.
	 * @return {@code true} if it is atomic by itself
	 */
	boolean isSingleStatement() {
		return true;
	}

	int bytes() {
		return 0;
	}

	/**
	 * Told after the commit, on the thread that commits.
	 */
	void onCommitted() {
	}

	/**
	 * Told after a failure, on the thread that commits.
	 * @param failure why nothing was written
	 */
	void onFailed(Throwable failure) {
	}

	final boolean isExpired() {
		return System.nanoTime() - this.deadline >= 0;
	}

	final boolean isDone() {
		return this.done;
	}

	final void committed() {
		end(this::onCommitted);
	}

	final void failed(Throwable failure) {
		this.failure = failure;
		end(() -> onFailed(failure));
	}

	private void end(Runnable callback) {
		this.done = true;
		LockSupport.unpark(this.waiter);
		try {
			callback.run();
		}
		catch (Throwable ex) {
			logger.error("What follows a commit failed", ex);
		}
	}

	/**
	 * Wait for the end.
	 * @throws MessagePublishException if it failed, or if it may or may not happen since
	 * the thread was interrupted or the device does not answer
	 */
	final void await() {
		this.waiter = Thread.currentThread();
		long left = this.deadline + COMMIT_NANOS - System.nanoTime();
		while (!this.done && left > 0) {
			LockSupport.parkNanos(this, left);
			if (!this.done && Thread.interrupted()) {
				Thread.currentThread().interrupt();
				throw new MessagePublishException(
						"Interrupted while waiting for the commit: the outcome is unknown, the message may or may not be delivered");
			}
			left = this.deadline + COMMIT_NANOS - System.nanoTime();
		}
		if (!this.done) {
			throw new MessagePublishException(
					"The disk does not answer: the outcome is unknown, the message may or may not be delivered");
		}
		Throwable cause = this.failure;
		if (cause != null) {
			throw WriteFailures.asException(cause);
		}
	}

}
