package dev.bus.listener;

import java.time.Duration;
import java.util.Map;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.util.ObjectUtils;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import dev.bus.Messenger;
import dev.bus.memory.InMemoryMessenger;
import dev.bus.template.PayloadConverter;

/**
 * Wires the listeners of a test on the in-memory engine, without Spring Boot.
 */
@Configuration(proxyBeanMethods = false)
class BusListenerTestConfiguration {

	/**
	 * Start a context with the given components.
	 */
	static AnnotationConfigApplicationContext start(Class<?>... components) {
		return start(Map.of(), components);
	}

	/**
	 * Start a context with the given properties and components.
	 */
	static AnnotationConfigApplicationContext start(Map<String, Object> properties, Class<?>... components) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		context.register(ObjectUtils.addObjectToArray(components, BusListenerTestConfiguration.class));
		try {
			context.refresh();
			return context;
		}
		catch (RuntimeException ex) {
			context.close();
			throw ex;
		}
	}

	@Bean
	Messenger messenger() {
		return new InMemoryMessenger();
	}

	@Bean
	PayloadConverter payloadConverter() {
		return new PayloadConverter(new JacksonJsonMessageConverter());
	}

	@Bean
	LocalValidatorFactoryBean validator() {
		return new LocalValidatorFactoryBean();
	}

	@Bean
	BusListenerRegistry busListenerRegistry(Messenger messenger) {
		return new BusListenerRegistry(messenger, Duration.ofSeconds(30));
	}

	@Bean
	BusListenerEndpointFactory busListenerEndpointFactory(ConfigurableListableBeanFactory beanFactory,
			PayloadConverter converter, LocalValidatorFactoryBean validator,
			ObjectProvider<BusListenerDefaults> defaults) {
		return new BusListenerEndpointFactory(beanFactory, converter, validator,
				defaults.getIfAvailable(BusListenerDefaults::defaults));
	}

	@Bean
	BusListenerLifecycle streamLifecycle(BusListenerRegistry registry) {
		return new BusListenerLifecycle(registry, BusListenerKind.STREAM);
	}

	@Bean
	BusListenerLifecycle serveLifecycle(BusListenerRegistry registry) {
		return new BusListenerLifecycle(registry, BusListenerKind.SERVE);
	}

	@Bean
	static BusListenerAnnotationBeanPostProcessor busListenerAnnotationBeanPostProcessor(
			ObjectProvider<BusListenerRegistry> registry, ObjectProvider<BusListenerEndpointFactory> endpointFactory) {
		return new BusListenerAnnotationBeanPostProcessor(registry, endpointFactory);
	}

}
