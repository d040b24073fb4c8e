package dev.bus.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Warns when a NATS server was provided for the application, which runs on another
 * engine.
 */
class UnusedNatsServiceConnection implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnusedNatsServiceConnection.class);

	private final Backend backend;

	private final ObjectProvider<NatsConnectionDetails> details;

	UnusedNatsServiceConnection(Backend backend, ObjectProvider<NatsConnectionDetails> details) {
		this.backend = backend;
		this.details = details;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.backend == Backend.NATS) {
			return;
		}
		boolean provided = this.details.stream()
			.anyMatch((candidate) -> !(candidate instanceof PropertiesNatsConnectionDetails));
		if (provided) {
			logger.warn("A NATS service connection is there, but the bus runs on the " + this.backend
					+ " engine: set 'bus.backend' to 'nats' to use it");
		}
	}

}
