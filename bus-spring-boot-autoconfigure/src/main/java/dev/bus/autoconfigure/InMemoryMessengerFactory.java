package dev.bus.autoconfigure;

import dev.bus.Messenger;
import dev.bus.memory.InMemoryMessenger;

/**
 * Creates the messenger of the in-memory engine.
 */
class InMemoryMessengerFactory implements MessengerFactory {

	@Override
	public Messenger create(MessengerSettings settings) {
		InMemoryMessenger.Builder builder = InMemoryMessenger.builder()
			.requestTimeout(settings.requestTimeout())
			.maxPayload(settings.maxPayload());
		if (settings.executor() != null) {
			builder.executor(settings.executor());
		}
		if (settings.errorHandler() != null) {
			builder.errorHandler(settings.errorHandler());
		}
		return builder.build();
	}

}
