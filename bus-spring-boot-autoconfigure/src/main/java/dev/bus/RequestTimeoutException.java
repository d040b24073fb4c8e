package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the deadline of a request passed without a reply; a handler may have run.
 *
 * @since 0.1.0
 */
public class RequestTimeoutException extends RequestException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public RequestTimeoutException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public RequestTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
