package dev.bus;

/**
 * Is told of every message that a stream listener failed to handle.
 *
 * @since 0.1.0
 * @see StreamOptions#errorHandler()
 */
@FunctionalInterface
public interface BusErrorHandler {

	/**
	 * Handle the failure of a listener. Called on the thread of the listener, before the
	 * next message. What it throws itself is logged.
	 * @param message the message that could not be handled
	 * @param error what the listener threw
	 * @param subscription the subscription that the message came on
	 */
	void onError(BusMessage message, Throwable error, Subscription subscription);

}
