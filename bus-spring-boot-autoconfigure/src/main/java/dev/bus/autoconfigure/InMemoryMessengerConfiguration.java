package dev.bus.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Contributes the in-memory engine.
 */
@Configuration(proxyBeanMethods = false)
class InMemoryMessengerConfiguration {

	@Bean(MessengerFactory.BEAN_NAME_PREFIX + "in-memory")
	@Lazy
	InMemoryMessengerFactory inMemoryMessengerFactory() {
		return new InMemoryMessengerFactory();
	}

}
