package dev.bus.autoconfigure;

import java.util.EnumSet;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.BeanFactory;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * The engines that are there, of which the factory of the selected one is created.
 */
class MessengerFactories {

	private static final Log logger = LogFactory.getLog(MessengerFactories.class);

	private final BeanFactory beanFactory;

	MessengerFactories(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	Messenger create(Backend backend, MessengerSettings settings) {
		if (!isAvailable(backend)) {
			throw new BackendUnavailableException(backend, available());
		}
		MessengerFactory factory = this.beanFactory.getBean(name(backend), MessengerFactory.class);
		Messenger messenger = factory.create(settings);
		logger.info("Bus runs on the " + backend + " engine");
		return messenger;
	}

	private Set<Backend> available() {
		Set<Backend> available = EnumSet.allOf(Backend.class);
		available.removeIf((backend) -> !isAvailable(backend));
		return available;
	}

	private boolean isAvailable(Backend backend) {
		return this.beanFactory.containsBean(name(backend));
	}

	private static String name(Backend backend) {
		return MessengerFactory.BEAN_NAME_PREFIX + backend;
	}

}
