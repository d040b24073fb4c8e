package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * The root of all exceptions that the bus throws, besides
 * {@link IllegalArgumentException} for misuse.
 *
 * @since 0.1.0
 */
public abstract class BusException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param message what happened and what to do
	 * @param cause what the engine reported, or {@code null}
	 */
	protected BusException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
