package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the thread that waits for a reply was interrupted; its interrupt flag is
 * kept and a handler may have run.
 *
 * @since 0.1.0
 */
public class RequestCancelledException extends RequestException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public RequestCancelledException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public RequestCancelledException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
