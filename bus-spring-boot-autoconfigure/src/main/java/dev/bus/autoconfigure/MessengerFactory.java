package dev.bus.autoconfigure;

import dev.bus.Messenger;

/**
 * Creates the messenger of one engine. Each engine whose library is there contributes one
 * as a lazy bean; which of them is used is decided when the application runs.
 */
interface MessengerFactory {

	/**
	 * What the names of these beans begin with; the name of the backend follows.
	 */
	String BEAN_NAME_PREFIX = "busMessengerFactory.";

	/**
	 * Create the messenger. Called at most once, and for the selected engine only.
	 * @param settings what all engines have in common
	 * @return the messenger, which whoever called must close
	 */
	Messenger create(MessengerSettings settings);

}
