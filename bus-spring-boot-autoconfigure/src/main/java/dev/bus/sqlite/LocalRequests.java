package dev.bus.sqlite;

/**
 * How a request travels whose handler is in the same messenger.
 *
 * @since 0.1.0
 */
public enum LocalRequests {

	/**
	 * A handler that is free is called directly, otherwise the request goes through the
	 * file.
	 */
	PREFER,

	/**
	 * Every request goes through the file.
	 */
	NEVER

}
