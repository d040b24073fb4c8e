package dev.bus.autoconfigure;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * The engines that are there, of which one is selected.
 */
class MessengerFactories {

	private static final Log logger = LogFactory.getLog(MessengerFactories.class);

	private final Map<Backend, MessengerFactory> factories = new EnumMap<>(Backend.class);

	MessengerFactories(Stream<MessengerFactory> factories) {
		factories.forEach((factory) -> this.factories.put(factory.backend(), factory));
	}

	Messenger create(Backend backend, MessengerSettings settings) {
		MessengerFactory factory = this.factories.get(backend);
		if (factory == null) {
			throw new BackendUnavailableException(backend, this.factories.keySet());
		}
		Messenger messenger = factory.create(settings);
		logger.info("Bus runs on the " + backend + " engine");
		return messenger;
	}

}
