package dev.bus.autoconfigure;

import java.util.Arrays;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Warns when a NATS server was provided for the application, which runs on another
 * engine.
 */
class UnusedNatsServiceConnection implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnusedNatsServiceConnection.class);

	private final Backend backend;

	private final ListableBeanFactory beanFactory;

	UnusedNatsServiceConnection(Backend backend, ListableBeanFactory beanFactory) {
		this.backend = backend;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.backend == Backend.NATS) {
			return;
		}
		// by type, since nobody needs the beans themselves
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
				NatsConnectionDetails.class, true, false);
		boolean provided = Arrays.stream(names)
			.anyMatch((name) -> this.beanFactory.getType(name) != PropertiesNatsConnectionDetails.class);
		if (provided) {
			logger.warn("A NATS service connection is there, but the bus runs on the " + this.backend
					+ " engine: set 'bus.backend' to 'nats' to use it");
		}
	}

}
