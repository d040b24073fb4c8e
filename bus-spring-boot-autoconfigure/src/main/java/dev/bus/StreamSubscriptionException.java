package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a subscription to a stream or a served subject could not be made.
 *
 * @since 0.1.0
 */
public class StreamSubscriptionException extends BusException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public StreamSubscriptionException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public StreamSubscriptionException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
