package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a message could not be published; unless the text says that the outcome is
 * unknown, it was not.
 *
 * @since 0.1.0
 */
public class MessagePublishException extends BusException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public MessagePublishException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public MessagePublishException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
