package dev.bus.autoconfigure;

import java.util.concurrent.Executor;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import dev.bus.BusErrorHandler;
import dev.bus.Messenger;
import dev.bus.template.BusTemplate;
import dev.bus.template.PayloadConverter;

/**
 * Auto-configuration of the bus: the messenger of the engine that {@code bus.backend}
 * selects, and a {@link BusTemplate}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration" })
@EnableConfigurationProperties(BusProperties.class)
@Import({ InMemoryMessengerConfiguration.class, SqliteMessengerConfiguration.class, NatsMessengerConfiguration.class,
		PayloadConverterConfiguration.class, BusListenerConfiguration.class })
public final class BusAutoConfiguration {

	/**
	 * With three parameters at most, as all that is created at each start: the first
	 * reflective call of a method that has more takes several milliseconds.
	 */
	@Bean
	@ConditionalOnMissingBean
	Messenger busMessenger(BusProperties properties, BeanFactory beanFactory, Environment environment) {
		BusErrorHandler errorHandler = beanFactory.getBeanProvider(BusErrorHandler.class).getIfAvailable();
		Executor executor = (Threading.VIRTUAL.isActive(environment)) ? new VirtualThreadTaskExecutor("bus-") : null;
		MessengerSettings settings = MessengerSettings.of(properties, executor, errorHandler);
		return new MessengerFactories(beanFactory).create(properties.getBackend(), settings);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	BusTemplate busTemplate(Messenger messenger, PayloadConverter converter) {
		return new BusTemplate(messenger, converter);
	}

}
