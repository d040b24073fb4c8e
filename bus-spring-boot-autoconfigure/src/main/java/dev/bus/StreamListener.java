package dev.bus;

/**
 * Receives the messages of a stream.
 *
 * @since 0.1.0
 * @see Messenger#stream(String, StreamOptions, StreamListener)
 */
@FunctionalInterface
public interface StreamListener {

	/**
	 * Handle a message. Called on a thread of the messenger that may block, by as many
	 * threads at once as the {@linkplain StreamOptions#concurrency() concurrency} allows.
	 * @param message the message
	 * @throws Exception if it cannot be handled: goes to the error handler of the
	 * subscription, and the next message is delivered
	 */
	void onMessage(BusMessage message) throws Exception;

}
