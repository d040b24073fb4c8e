package dev.bus.autoconfigure;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.validation.Validator;

import dev.bus.BusErrorHandler;
import dev.bus.Messenger;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.listener.BusListenerAnnotationBeanPostProcessor;
import dev.bus.listener.BusListenerDefaults;
import dev.bus.listener.BusListenerEndpointFactory;
import dev.bus.listener.BusListenerKind;
import dev.bus.listener.BusListenerLifecycle;
import dev.bus.listener.BusListenerRegistry;
import dev.bus.template.PayloadConverter;

/**
 * Finds annotated listeners, and starts and stops them with the application.
 */
@Configuration(proxyBeanMethods = false)
class BusListenerConfiguration {

	@Bean
	static BusListenerAnnotationBeanPostProcessor busListenerAnnotationBeanPostProcessor(
			ObjectProvider<BusListenerRegistry> registry, ObjectProvider<BusListenerEndpointFactory> endpointFactory) {
		return new BusListenerAnnotationBeanPostProcessor(registry, endpointFactory);
	}

	@Bean
	static BusListenerLazyInitializationExcludeFilter busListenerLazyInitializationExcludeFilter() {
		return new BusListenerLazyInitializationExcludeFilter();
	}

	@Bean
	@ConditionalOnMissingBean
	BusListenerRegistry busListenerRegistry(Messenger messenger, ObjectProvider<LifecycleProperties> lifecycle) {
		return new BusListenerRegistry(messenger, drainTimeout(lifecycle.getIfAvailable(LifecycleProperties::new)));
	}

	/**
	 * By itself, so that bad properties are reported without listeners too.
	 */
	@Bean
	BusListenerDefaults busListenerDefaults(BusProperties properties, ObjectProvider<BusErrorHandler> errorHandler) {
		return new BusListenerDefaults(properties.getListener().isAutoStartup(),
				streamOptions(properties.getListener().getStream()).withErrorHandler(errorHandler.getIfAvailable()),
				serveOptions(properties.getListener().getServe()));
	}

	/**
	 * Created with the first listener only, as all that costs time at the start.
	 */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	BusListenerEndpointFactory busListenerEndpointFactory(ConfigurableBeanFactory beanFactory,
			PayloadConverter converter, BusListenerDefaults defaults) {
		Validator validator = beanFactory.getBeanProvider(Validator.class).getIfUnique();
		return new BusListenerEndpointFactory(beanFactory, converter, validator, defaults);
	}

	@Bean
	BusListenerLifecycle busServeLifecycle(BusListenerRegistry registry) {
		return new BusListenerLifecycle(registry, BusListenerKind.SERVE);
	}

	@Bean
	BusListenerLifecycle busStreamLifecycle(BusListenerRegistry registry) {
		return new BusListenerLifecycle(registry, BusListenerKind.STREAM);
	}

	@Bean
	@ConditionalOnNotWebApplication
	BusKeepAlive busKeepAlive(BusListenerRegistry registry) {
		return new BusKeepAlive(registry);
	}

	/**
	 * Leave a tenth of what the context waits for, so that it sees the listeners end. The
	 * arithmetic of durations would load big numbers, which takes a while.
	 */
	private static Duration drainTimeout(LifecycleProperties properties) {
		long millis = properties.getTimeoutPerShutdownPhase().toMillis();
		return Duration.ofMillis(Math.max(1, millis - millis / 10));
	}

	private static StreamOptions streamOptions(BusProperties.Stream properties) {
		StreamOptions options = PropertyValue.apply("bus.listener.stream.concurrency", properties.getConcurrency(),
				StreamOptions.defaults()::withConcurrency);
		return PropertyValue.apply("bus.listener.stream.buffer-size", properties.getBufferSize(),
				options::withBufferSize);
	}

	private static ServeOptions serveOptions(BusProperties.Serve properties) {
		return PropertyValue.apply("bus.listener.serve.concurrency", properties.getConcurrency(),
				ServeOptions.defaults()::withConcurrency);
	}

}
