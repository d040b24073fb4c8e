package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a messenger is used, or a request still waits, after it was closed.
 *
 * @since 0.1.0
 */
public class ConnectionClosedException extends BusException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 */
	public ConnectionClosedException(String message) {
		super(message, null);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what happened and what to do
	 * @param cause what the engine reported
	 */
	public ConnectionClosedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
