package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * The root of the ways in which a request can end without a reply.
 *
 * @since 0.1.0
 */
public abstract class RequestException extends BusException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 * @param cause what the engine reported, or {@code null}
	 */
	protected RequestException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
