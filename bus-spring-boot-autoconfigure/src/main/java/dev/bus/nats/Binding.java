package dev.bus.nats;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Intake} has subscribed to on one connection.
 */
interface Binding {

	/**
	 * Take in no more, and give the handler all that was published before. Returns when
	 * the server has stopped to send. One at a time, on the thread of round trips.
	 */
	void drain();

	/**
	 * Take in no more, and forget what has arrived, on a connection that is lost.
	 */
	void close();

	/**
	 * Wait until the handler has been given all that it will get. An interrupt ends the
	 * wait and is kept.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it has
	 */
	default boolean awaitEnd(long nanos) {
		return true;
	}

	/**
	 * Return how many messages have arrived and not been given to the handler.
	 */
	default long waiting() {
		return 0;
	}

	/**
	 * Note how many messages have arrived, when the link is down and no more will.
	 */
	default void noteArrived() {
	}

	/**
	 * Tell the handler of messages that were dropped since it was last told.
	 */
	default void reportDropped() {
	}

	/**
	 * Subscribes on a connection.
	 */
	@FunctionalInterface
	interface Factory {

		/**
		 * Subscribe.
		 * @param connection the connection
		 * @param before whose messages come first, if any
		 * @return what was subscribed to
		 * @throws IllegalStateException if the connection is closed
		 */
		Binding bind(Connection connection, @Nullable Binding before);

	}

}
