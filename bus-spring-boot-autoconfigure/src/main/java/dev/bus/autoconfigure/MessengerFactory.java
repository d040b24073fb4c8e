package dev.bus.autoconfigure;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Creates the messenger of one engine. Each engine whose library is there contributes one
 * as a bean; which of them is used is decided when the application runs. To create a
 * factory must therefore cost nothing and connect to nothing.
 */
interface MessengerFactory {

	/**
	 * Return the engine of this factory.
	 * @return the engine
	 */
	Backend backend();

	/**
	 * Create the messenger. Called at most once, and for the selected engine only.
	 * @param settings what all engines have in common
	 * @return the messenger, which whoever called must close
	 */
	Messenger create(MessengerSettings settings);

}
