package dev.bus.autoconfigure;

import io.nats.client.Connection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Contributes the NATS engine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Connection.class)
class NatsMessengerConfiguration {

	/**
	 * Bound when the engine is used only, as all that costs time at the start.
	 */
	@Bean
	@Lazy
	NatsProperties busNatsProperties() {
		return new NatsProperties();
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(NatsConnectionDetails.class)
	PropertiesNatsConnectionDetails busNatsConnectionDetails(NatsProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesNatsConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean(MessengerFactory.BEAN_NAME_PREFIX + "nats")
	@Lazy
	NatsMessengerFactory natsMessengerFactory(NatsProperties properties, Environment environment,
			ObjectProvider<NatsConnectionDetails> details, ObjectProvider<NatsOptionsCustomizer> customizers,
			ObjectProvider<Connection> connection) {
		String applicationName = environment.getProperty("spring.application.name", "");
		return new NatsMessengerFactory(properties, applicationName, details, customizers, connection);
	}

	@Bean
	UnusedNatsServiceConnection unusedNatsServiceConnection(BusProperties properties, ListableBeanFactory beanFactory) {
		return new UnusedNatsServiceConnection(properties.getBackend(), beanFactory);
	}

}
