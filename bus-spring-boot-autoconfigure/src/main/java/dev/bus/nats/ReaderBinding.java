package dev.bus.nats;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Message;
import io.nats.client.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.support.Workers;

/**
 * One subject, read by a worker. The worker may do at once what a message asks for,
 * instead of waking another one to do it; one that reads for handlers of any duration has
 * another worker read on first:
 *
 * <pre>
 *            message, nothing else has arrived: another one reads on
 *  reading ----------------------------------------------------------&gt; working
 *     |
 *     +--&gt; ended: the subscription was drained or closed
 * </pre>
 */
final class ReaderBinding implements Binding {

	private static final Log logger = LogFactory.getLog(ReaderBinding.class);

	private static final Duration UNTIL_SERVER_ANSWERS = Duration.ofSeconds(10);

	private static final Duration UNTIL_MESSAGE = Duration.ZERO;

	private final Subscription subscription;

	private final Receiver receiver;

	private final Workers workers;

	private final ClientThreads threads;

	private volatile @Nullable Binding before;

	private final AtomicLong dropped = new AtomicLong();

	private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

	private volatile boolean ending;

	// how many had arrived when it was last certain that no more would
	private volatile long arrived;

	/**
	 * Create a binding and begin to read.
	 * @param subscription a subscription without dispatcher
	 * @param receiver receives the messages
	 * @param workers the threads that read
	 * @param threads the threads of the client library
	 * @param before is read to its end first, or {@code null}
	 */
	ReaderBinding(Subscription subscription, Receiver receiver, Workers workers, ClientThreads threads,
			@Nullable Binding before) {
		this.subscription = subscription;
		this.receiver = receiver;
		this.workers = workers;
		this.threads = threads;
		this.before = before;
		workers.execute(new Turn());
	}

	@Override
	public void drain() {
		this.ending = true;
		try {
			// the library ends a subscription when its queue is empty, although the last
			// message may not be with its reader yet: not before the reader has ended
			Runnable end = this.threads.holdLast(() -> this.subscription.drain(UNTIL_SERVER_ANSWERS));
			this.ended.thenRun(end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
		}
		catch (Exception ex) {
			close();
		}
	}

	@Override
	public void close() {
		this.ending = true;
		noteArrived();
		try {
			this.subscription.unsubscribe();
		}
		catch (IllegalStateException ex) {
			// ended already, with its connection
		}
	}

	@Override
	public void noteArrived() {
		// in this order: what is read meanwhile counts as both
		long waiting = this.subscription.getPendingMessageCount();
		this.arrived = Math.max(this.arrived, this.subscription.getDeliveredCount() + waiting);
	}

	@Override
	public boolean awaitEnd(long nanos) {
		return ClientThreads.await(this.ended, nanos);
	}

	@Override
	public long waiting() {
		return this.ended.isDone() ? 0 : this.subscription.getPendingMessageCount();
	}

	@Override
	public void reportDropped() {
		long now = this.subscription.getDroppedCount();
		if (now != this.dropped.get()) {
			long before = this.dropped.getAndSet(now);
			if (now > before) {
				this.receiver.dropped(now - before);
			}
		}
	}

	/**
	 * Read a message and deal with it.
	 * @return whether there may be more
	 */
	private boolean readNext(Turn turn) {
		Message message;
		try {
			message = this.subscription.nextMessage(UNTIL_MESSAGE);
		}
		catch (InterruptedException ex) {
			// of a listener before, or of a close that will also end the subscription
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
		if (message == null) {
			return !this.ending;
		}
		reportDropped();
		try {
			this.receiver.receive(message, turn);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A message to '" + message.getSubject() + "' could not be received", ex);
		}
		return true;
	}

	private void awaitBefore() {
		Binding first = this.before;
		if (first != null) {
			first.awaitEnd(Long.MAX_VALUE);
			this.before = null;
		}
	}

	private void end() {
		reportDropped();
		long lost = this.arrived - this.subscription.getDeliveredCount();
		if (lost > 0) {
			this.receiver.dropped(lost);
		}
		this.ended.complete(null);
	}

	/**
	 * Receives messages, one after the other.
	 */
	interface Receiver {

		/**
		 * Receive a message.
		 * @param message the message
		 * @param here runs a task on this thread, if nothing else has arrived
		 */
		void receive(Message message, Executor here);

		/**
		 * Told of messages that arrived and are not received: too many waited to be read,
		 * or the connection was closed before they were.
		 */
		void dropped(long count);

		/**
		 * Return whether the task that is run for a message may be run before the next is
		 * read.
		 * @return {@code false} if others must be read meanwhile
		 */
		boolean isSerial();

	}

	/**
	 * The reading by one thread, until it has other work to do.
	 */
	private final class Turn implements Runnable, Executor {

		private boolean passedOn;

		@Override
		public void run() {
			awaitBefore();
			boolean more = true;
			while (more && !this.passedOn) {
				more = readNext(this);
			}
			if (!more) {
				end();
			}
		}

		@Override
		public void execute(Runnable task) {
			if (ReaderBinding.this.receiver.isSerial()) {
				task.run();
			}
			else if (!this.passedOn && ReaderBinding.this.subscription.getPendingMessageCount() == 0) {
				ReaderBinding.this.workers.execute(new Turn());
				this.passedOn = true;
				task.run();
			}
			else {
				ReaderBinding.this.workers.execute(task);
			}
		}

	}

}
