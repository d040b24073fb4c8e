package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

/**
 * A subscription whose messages wait in a {@link Mailbox}.
 *
 * <pre>
 *            drain               nothing left, or time is up
 *  active ---------&gt; draining -------------------------------&gt; ended
 *     |                                                           ^
 *     +-----------------------------------------------------------+
 *                             unsubscribe
 * </pre>
 *
 * @since 0.1.0
 */
public abstract class MailboxSubscription implements Subscription {

	/**
	 * How long to wait for a running call at most, where nothing else is said.
	 */
	public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private enum State {

		ACTIVE, DRAINING, ENDED

	}

	private final String subject;

	private final @Nullable String group;

	private final Workers workers;

	private final long closeTimeoutNanos;

	private final LossLog losses;

	// held for changes of state, never while waiting
	private final ReentrantLock transitions = new ReentrantLock();

	private volatile State state = State.ACTIVE;

	private volatile boolean paused;

	private volatile boolean endedComplete;

	/**
	 * Create a subscription, which does not yet {@linkplain #join() take part}.
	 * @param subject the pattern
	 * @param group the group, or {@code null}
	 * @param workers the threads of the messenger
	 * @param closeTimeout how long {@link #unsubscribe()} waits for a running call
	 * @param losses counts dropped messages
	 */
	protected MailboxSubscription(String subject, @Nullable String group, Workers workers, Duration closeTimeout,
			LossLog losses) {
		this.subject = subject;
		this.group = group;
		this.workers = workers;
		this.closeTimeoutNanos = Arguments.timeoutNanos(closeTimeout);
		this.losses = losses;
	}

	/**
	 * Return where messages wait.
	 * @return the mailbox
	 */
	protected abstract Mailbox<?> mailbox();

	/**
	 * Take part: be found by who routes messages.
	 */
	protected abstract void join();

	/**
	 * Take part no longer. Called once or more.
	 */
	protected abstract void leave();

	/**
	 * Take in nothing that is published from now on. By default all that was published
	 * before has been taken in, so that this is to {@linkplain #leave() leave}.
	 */
	protected void limitIntake() {
		leave();
	}

	/**
	 * Wait until all that was published before {@link #limitIntake()} is taken in.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether all is taken in
	 */
	protected boolean awaitIntake(long nanos) {
		return true;
	}

	/**
	 * Return whether a paused subscription leaves, so that others get its share.
	 * @return {@code true} for members of a group and served subjects
	 */
	protected boolean leavesWhenPaused() {
		return this.group != null;
	}

	/**
	 * Told once when this subscription has ended, before its running call has.
	 */
	protected void ended() {
	}

	/**
	 * Return how many messages were removed before they could be received.
	 * @return an upper bound
	 */
	protected long missed() {
		return 0;
	}

	/**
	 * Return how many messages have arrived and are not in the mailbox yet.
	 * @return the number, 0 where what arrives is in the mailbox
	 */
	protected long arrived() {
		return 0;
	}

	/**
	 * Return the threads of the messenger.
	 * @return the workers
	 */
	protected final Workers workers() {
		return this.workers;
	}

	/**
	 * Return what counts dropped messages.
	 * @return the counter
	 */
	protected final LossLog losses() {
		return this.losses;
	}

	/**
	 * Count a message that was handled.
	 */
	protected final void countDelivered() {
		mailbox().counts().delivered(mailbox() instanceof SerialMailbox);
	}

	/**
	 * Count a message that ended in an error.
	 */
	protected final void countFailed() {
		mailbox().counts().failed(mailbox() instanceof SerialMailbox);
	}

	@Override
	public final String subject() {
		return this.subject;
	}

	@Override
	public final @Nullable String group() {
		return this.group;
	}

	@Override
	public final boolean isActive() {
		return this.state == State.ACTIVE;
	}

	@Override
	public final boolean isPaused() {
		return this.paused;
	}

	@Override
	public final void pause() {
		this.transitions.lock();
		try {
			if (this.state == State.ACTIVE && !this.paused) {
				this.paused = true;
				if (leavesWhenPaused()) {
					leave();
				}
				mailbox().pause();
			}
		}
		finally {
			this.transitions.unlock();
		}
	}

	@Override
	public final void resume() {
		this.transitions.lock();
		try {
			if (this.state == State.ACTIVE && this.paused) {
				this.paused = false;
				mailbox().resume();
				if (leavesWhenPaused()) {
					join();
				}
			}
		}
		finally {
			this.transitions.unlock();
		}
	}

	@Override
	public final void unsubscribe() {
		end(!this.paused && isIdle());
		if (!this.workers.isWorker()) {
			mailbox().awaitIdle(this.closeTimeoutNanos);
		}
	}

	@Override
	public final boolean drain(Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		long deadline = System.nanoTime() + nanos;
		end(stopIntake() && !this.paused && !this.workers.isWorker() && awaitIntake(nanos)
				&& mailbox().finish(deadline - System.nanoTime()));
		return this.endedComplete;
	}

	@Override
	public final SubscriptionStats stats() {
		long arrived = arrived();
		MailboxCounts counts = mailbox().counts();
		long pending = arrived + counts.pending();
		long dropped = this.losses.total();
		if (this.state == State.ENDED) {
			// what is left waits only to be given back
			dropped += pending;
			pending = 0;
		}
		return new SubscriptionStats(counts.delivered(), counts.failed(), dropped, missed(), pending,
				mailbox().inFlight());
	}

	/**
	 * Return whether nothing is taken in any more, however much room there is. It has
	 * {@linkplain #leave() left} by then, so that a route made from now on does without.
	 * @return {@code true} if a message that was refused belongs to others
	 */
	public final boolean isShut() {
		return mailbox().isShut();
	}

	/**
	 * Return whether nothing waits, unless paused, and nothing runs.
	 * @return {@code true} if idle
	 */
	public final boolean isIdle() {
		return arrived() == 0 && mailbox().isIdle();
	}

	/**
	 * Wait until {@linkplain #isIdle() idle}.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it is idle
	 */
	public final boolean awaitIdle(long nanos) {
		return mailbox().awaitIdle(nanos);
	}

	/**
	 * Wait until all that was taken in before {@link #stopIntake()} is handled, unless
	 * paused.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it is
	 */
	public final boolean awaitDrained(long nanos) {
		long deadline = System.nanoTime() + nanos;
		return awaitIntake(nanos) && mailbox().awaitIdle(deadline - System.nanoTime());
	}

	/**
	 * Take in nothing more, as the first step of a drain.
	 * @return {@code false} if this subscription has ended
	 */
	public final boolean stopIntake() {
		this.transitions.lock();
		try {
			if (this.state == State.ACTIVE) {
				this.state = State.DRAINING;
				limitIntake();
			}
			return this.state == State.DRAINING;
		}
		finally {
			this.transitions.unlock();
		}
	}

	private void end(boolean complete) {
		this.transitions.lock();
		try {
			if (this.state == State.ENDED) {
				return;
			}
			leave();
			this.endedComplete = complete;
			this.state = State.ENDED;
			mailbox().close();
		}
		finally {
			this.transitions.unlock();
		}
		this.losses.recovered();
		ended();
	}

}
