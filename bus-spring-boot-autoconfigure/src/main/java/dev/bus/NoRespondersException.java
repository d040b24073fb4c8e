package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a request was never delivered to a handler, so that it is safe to send it
 * again.
 *
 * @since 0.1.0
 */
public class NoRespondersException extends RequestTimeoutException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public NoRespondersException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public NoRespondersException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
