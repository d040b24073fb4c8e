package dev.bus.nats;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Message;
import io.nats.client.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.support.Workers;

/**
 * One subject, read by a worker that also does what a message asks for, instead of waking
 * another one to do it. Where messages may be worked on at the same time, another worker
 * reads on meanwhile: at once, if work takes long as a rule, else as soon as the watch
 * sees that it does:
 *
 * <pre>
 *               message
 *  reading &lt;---------------&gt; working
 *   |   ^                       | takes long
 *   |   +--- another worker &lt;---+
 *   |
 *   +--&gt; ended: the subscription was drained or closed
 * </pre>
 */
final class ReaderBinding implements Binding {

	private static final Log logger = LogFactory.getLog(ReaderBinding.class);

	private static final Duration UNTIL_SERVER_ANSWERS = Duration.ofSeconds(10);

	private static final Duration UNTIL_MESSAGE = Duration.ZERO;

	// work that takes longer is worth a change of threads
	private static final long LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	// work takes long as a rule if at least a third of it does: it weighs twice, and is
	// outweighed by twice as much that is short
	private static final int LONG_WEIGHT = 2;

	private static final int RULE = 8;

	private final Subscription subscription;

	private final Receiver receiver;

	private final Workers workers;

	private final ClientThreads threads;

	private final ReadWatch watch;

	private final AtomicReference<@Nullable Turn> working = new AtomicReference<>();

	private volatile int begun;

	private int begunBefore;

	private volatile int longs;

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
	 * @param watch sees when work takes long
	 * @param before is read to its end first, or {@code null}
	 */
	ReaderBinding(Subscription subscription, Receiver receiver, Workers workers, ClientThreads threads, ReadWatch watch,
			@Nullable Binding before) {
		this.subscription = subscription;
		this.receiver = receiver;
		this.workers = workers;
		this.threads = threads;
		this.watch = watch;
		this.before = before;
		if (!receiver.isSerial()) {
			watch.add(this);
		}
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
		// in this order: what is read meanwhile counts as neither
		long delivered = this.subscription.getDeliveredCount();
		this.arrived = Math.max(this.arrived, delivered + this.subscription.getPendingMessageCount());
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
			long before = this.dropped.getAndAccumulate(now, Math::max);
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
		catch (IllegalStateException | NullPointerException ex) {
			// the subscription has ended; the library fails in either way if it does so
			// while it is read
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

	/**
	 * Have another worker read on if the one that reads still works on the message of the
	 * last look. Called by the watch only.
	 * @return whether there was work since the last look
	 */
	boolean lookAfter() {
		int now = this.begun;
		Turn worker = this.working.get();
		if (now != this.begunBefore) {
			this.begunBefore = now;
			return true;
		}
		if (worker != null) {
			readOnInsteadOf(worker);
		}
		return worker != null;
	}

	private void readOnInsteadOf(Turn worker) {
		try {
			this.workers.execute(() -> {
				// taken over only here: if no thread can be had, the worker reads on when
				// it is done
				if (this.working.compareAndSet(worker, null)) {
					new Turn().run();
				}
			});
		}
		catch (RuntimeException | Error ex) {
			logger.debug("No other thread can be had to read on", ex);
		}
	}

	private void end() {
		this.watch.remove(this);
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
		 * @param here runs a task on this thread, where that makes sense
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
			ReaderBinding binding = ReaderBinding.this;
			if (binding.receiver.isSerial()) {
				task.run();
			}
			else if (binding.longs < RULE) {
				binding.working.set(this);
				binding.begun++;
				binding.watch.begun();
				try {
					work(task);
				}
				finally {
					this.passedOn = !binding.working.compareAndSet(this, null);
				}
			}
			else if (binding.subscription.getPendingMessageCount() > 0) {
				// the next can be read without a change of threads
				binding.workers.execute(task);
			}
			else {
				binding.workers.execute(new Turn());
				this.passedOn = true;
				work(task);
			}
		}

		private void work(Runnable task) {
			long start = System.nanoTime();
			task.run();
			boolean isLong = System.nanoTime() - start > LONG_NANOS;
			int before = ReaderBinding.this.longs;
			ReaderBinding.this.longs = isLong ? Math.min(before + LONG_WEIGHT, RULE * 2) : Math.max(before - 1, 0);
		}

	}

}
