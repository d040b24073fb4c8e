package dev.bus;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A stream or a served subject that has begun; ends with {@link #unsubscribe()},
 * {@link #drain(Duration)} or its messenger.
 * <p>
 * All methods may be called from any thread, any number of times, and after the messenger
 * was closed.
 *
 * @since 0.1.0
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Return the subject or pattern that was subscribed to.
	 * @return the pattern
	 */
	String subject();

	/**
	 * Return the group whose members share the messages.
	 * @return the group of a stream, {@code null} for none; for a served subject the
	 * subject itself
	 */
	@Nullable String group();

	/**
	 * Return whether this subscription has not ended and takes in messages, or would if
	 * it were not paused.
	 * @return {@code false} once it was unsubscribed, drained, or its messenger closed
	 */
	boolean isActive();

	/**
	 * Stop to begin messages; one that was begun is finished. A stream without group goes
	 * on buffering; a member of a group or a served subject leaves the competition. Does
	 * nothing if already paused or ended.
	 */
	void pause();

	/**
	 * Take up again what {@link #pause()} stopped. Does nothing if not paused.
	 */
	void resume();

	/**
	 * Return whether this subscription is paused.
	 * @return {@code true} between {@link #pause()} and {@link #resume()}
	 */
	boolean isPaused();

	/**
	 * End this subscription: no call of the listener or handler begins after this method
	 * has returned, and what was received and not begun is discarded (requests are
	 * answered with an error reply of code 503). Waits for a running call, at most the
	 * close timeout of 10 seconds; called from a listener or handler of the same
	 * messenger it never waits. Ended subscriptions are left as they are.
	 */
	void unsubscribe();

	/**
	 * End this subscription after what it has received: takes in nothing more, delivers
	 * all that was published before the call, then ends. Called from a listener or
	 * handler of the same messenger it does not wait for that call and returns
	 * {@code false}.
	 * @param timeout how long to wait; more than zero
	 * @return {@code true} if everything was delivered; {@code false} if time ran out or
	 * the subscription was paused: it has ended all the same and the rest counts as
	 * dropped
	 * @throws IllegalArgumentException if the timeout is zero or less
	 */
	boolean drain(Duration timeout);

	/**
	 * Return the counts of this subscription.
	 * @return a snapshot, not atomic over its fields while messages are delivered
	 */
	SubscriptionStats stats();

	/**
	 * End this subscription, as {@link #unsubscribe()} does.
	 */
	@Override
	default void close() {
		unsubscribe();
	}

}
