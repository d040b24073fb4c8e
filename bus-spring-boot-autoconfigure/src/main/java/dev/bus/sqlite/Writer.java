package dev.bus.sqlite;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.bus.ConnectionClosedException;

/**
 * Writes what threads ask for, in their order, as few commits: whatever gathered while
 * one was under way goes into the next.
 * <p>
 * Whoever holds the lead commits. A platform thread that finds the lead free takes it and
 * commits by itself, which saves the hand-over; all else is done by a thread of the
 * writer, and so is waiting for the write lock of other processes:
 *
 * <pre>
 *         queue empty                       more waits, or the file is locked
 *  free --------------&gt; led by a caller --------------------------------------&gt; led by the thread
 *   ^                          |                                                       |
 *   +--------------------------+------------------------ queue empty -----------------+
 * </pre>
 */
final class Writer {

	private static final Log logger = LogFactory.getLog(Writer.class);

	private static final int MAX_OPERATIONS = 512;

	private static final int MAX_BYTES = 8 * 1024 * 1024;

	private static final Duration LAST_COMMIT = Duration.ofSeconds(1);

	private static final long MIN_BACKOFF_NANOS = 100_000;

	private static final long MAX_BACKOFF_NANOS = 500_000;

	private final Committer committer;

	private final Queue<WriteOperation> queue = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean lead = new AtomicBoolean();

	private final AtomicLong waiting = new AtomicLong();

	private final AtomicLong unwritten = new AtomicLong();

	private final Thread thread;

	// a batch that found the file locked and that nobody works on
	private final AtomicReference<@Nullable Batch> begun = new AtomicReference<>();

	private volatile boolean closing;

	private volatile boolean closed;

	/**
	 * Create a writer and start its thread.
	 * @param database the database
	 * @param idWanted whether the id of an event that was written alone is needed
	 * @param committed told of each batch after its commit, in the order of commits
	 */
	Writer(SqliteDatabase database, BooleanSupplier idWanted, Consumer<Batch> committed) {
		this.committer = new Committer(database, idWanted, committed);
		this.thread = new Thread(this::run, "bus-sqlite-writer");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Have an operation written without waiting for it.
	 * @param operation the operation
	 */
	void submit(WriteOperation operation) {
		enqueue(operation);
		if (!this.lead.get()) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Have an operation written and wait for it.
	 * @param operation the operation
	 */
	void write(WriteOperation operation) {
		// an interrupt that came before does not stop the write
		boolean interrupted = Thread.interrupted();
		try {
			enqueue(operation);
			if (mayLead() && this.lead.compareAndSet(false, true)) {
				leadUntilDone(operation);
			}
			else if (!this.lead.get()) {
				LockSupport.unpark(this.thread);
			}
			operation.await();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Return how many operations wait or are being written.
	 */
	long waiting() {
		return this.waiting.get();
	}

	/**
	 * Write what waits, then stop. What comes later fails.
	 * @param timeout how long to wait at most
	 */
	void close(Duration timeout) {
		this.closing = true;
		boolean interrupted = Thread.interrupted();
		interrupted |= awaitEnd(timeout);
		this.closed = true;
		interrupted |= awaitEnd(LAST_COMMIT);
		failWaiting();
		long unwritten = this.unwritten.getAndSet(0);
		if (unwritten > 0) {
			logger.warn("Closed with " + unwritten + " messages, requests and replies that could not be written");
		}
		closeCommitter();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean awaitEnd(Duration timeout) {
		LockSupport.unpark(this.thread);
		try {
			this.thread.join(timeout.toMillis() + 1);
			return false;
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private void enqueue(WriteOperation operation) {
		this.waiting.incrementAndGet();
		this.queue.add(operation);
		if (this.closed) {
			failWaiting();
		}
	}

	private static boolean mayLead() {
		// a virtual thread would pin its carrier; a transaction of the caller would be
		// mixed up with ours
		return !VirtualThreads.isCurrent() && !TransactionSynchronizationManager.isSynchronizationActive();
	}

	private void leadUntilDone(WriteOperation operation) {
		try {
			while (!operation.isDone()) {
				Batch batch = next();
				if (!commit(batch)) {
					// the thread waits for the lock in our place
					this.begun.set(batch);
					return;
				}
			}
		}
		finally {
			release();
		}
	}

	private void release() {
		this.lead.set(false);
		if (this.closed) {
			closeCommitter();
			failWaiting();
		}
		else if (hasWork()) {
			LockSupport.unpark(this.thread);
		}
	}

	private void closeCommitter() {
		if (this.lead.compareAndSet(false, true)) {
			// the lead is kept for ever: nobody commits any more
			this.committer.close();
		}
	}

	private boolean hasWork() {
		return this.begun.get() != null || !this.queue.isEmpty();
	}

	private void run() {
		while (!this.closed) {
			if (hasWork() && this.lead.compareAndSet(false, true)) {
				try {
					commitAll();
				}
				catch (Throwable ex) {
					logger.error("The writer failed and goes on", ex);
				}
				finally {
					release();
				}
			}
			else if (this.closing && !hasWork() && !this.lead.get()) {
				return;
			}
			else {
				LockSupport.park(this);
			}
		}
	}

	private void commitAll() {
		while (hasWork() && !this.closed) {
			Batch batch = next();
			while (!commit(batch)) {
				if (this.closed) {
					this.begun.set(batch);
					return;
				}
				LockSupport.parkNanos(this, ThreadLocalRandom.current().nextLong(MIN_BACKOFF_NANOS, MAX_BACKOFF_NANOS));
			}
		}
	}

	private Batch next() {
		Batch left = this.begun.getAndSet(null);
		if (left != null) {
			return left;
		}
		Batch batch = new Batch();
		int bytes = 0;
		WriteOperation operation = this.queue.peek();
		while (operation != null && batch.size() < MAX_OPERATIONS
				&& (batch.isEmpty() || bytes + operation.bytes() <= MAX_BYTES)) {
			this.queue.poll();
			bytes += operation.bytes();
			batch.add(operation);
			operation = this.queue.peek();
		}
		return batch;
	}

	/**
	 * Commit a batch.
	 * @return {@code false} if the file is locked, and it should be tried again
	 */
	private boolean commit(Batch batch) {
		int before = batch.size();
		boolean ended = true;
		try {
			ended = this.committer.commit(batch);
		}
		finally {
			this.waiting.addAndGet(-(ended ? before : before - batch.size()));
		}
		return ended;
	}

	private void failWaiting() {
		ConnectionClosedException closed = SqliteMessenger.closedException();
		WriteOperation operation = this.queue.poll();
		while (operation != null) {
			operation.failed(closed);
			this.waiting.decrementAndGet();
			this.unwritten.incrementAndGet();
			operation = this.queue.poll();
		}
		Batch left = this.begun.getAndSet(null);
		if (left != null) {
			left.operations().forEach((begun) -> begun.failed(closed));
			this.unwritten.addAndGet(left.size());
			this.waiting.addAndGet(-left.size());
		}
	}

}
