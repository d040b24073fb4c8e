package dev.bus.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Contributes the in-memory engine.
 */
@Configuration(proxyBeanMethods = false)
class InMemoryMessengerConfiguration {

	@Bean
	InMemoryMessengerFactory inMemoryMessengerFactory() {
		return new InMemoryMessengerFactory();
	}

}
