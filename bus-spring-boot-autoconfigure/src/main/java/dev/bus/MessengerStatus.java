package dev.bus;

/**
 * State of the link between a {@link Messenger} and what carries its messages.
 *
 * @since 0.1.0
 */
public enum MessengerStatus {

	/**
	 * Messages are carried.
	 */
	CONNECTED,

	/**
	 * The link is down for now; the messenger is trying to get it back by itself.
	 */
	DISCONNECTED,

	/**
	 * The messenger was closed, or can never connect again.
	 */
	CLOSED

}
