package dev.bus.autoconfigure;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

import dev.bus.Messenger;
import dev.bus.nats.NatsMessenger;
import dev.bus.nats.NatsService;

/**
 * Creates the messenger of the NATS engine.
 */
class NatsMessengerFactory implements MessengerFactory, BeanClassLoaderAware {

	private final NatsProperties properties;

	private final String applicationName;

	private final ObjectProvider<NatsConnectionDetails> details;

	private final ObjectProvider<NatsOptionsCustomizer> customizers;

	private final ObjectProvider<Connection> connection;

	private ClassLoader classLoader = NatsMessengerFactory.class.getClassLoader();

	NatsMessengerFactory(NatsProperties properties, String applicationName,
			ObjectProvider<NatsConnectionDetails> details, ObjectProvider<NatsOptionsCustomizer> customizers,
			ObjectProvider<Connection> connection) {
		this.properties = properties;
		this.applicationName = applicationName;
		this.details = details;
		this.customizers = customizers;
		this.connection = connection;
	}

	@Override
	public void setBeanClassLoader(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	@Override
	public Messenger create(MessengerSettings settings) {
		NatsMessenger.Builder builder = NatsMessenger.builder()
			.requestTimeout(settings.requestTimeout())
			.maxPayload(settings.maxPayload())
			.service(service(this.properties.getService()))
			.connectInBackground(this.properties.getStartup() == NatsProperties.Startup.BACKGROUND);
		if (settings.executor() != null) {
			builder.executor(settings.executor());
		}
		if (settings.errorHandler() != null) {
			builder.errorHandler(settings.errorHandler());
		}
		Connection existing = this.connection.getIfUnique();
		if (existing != null) {
			builder.connection(existing);
		}
		else {
			builder.options(options());
		}
		return builder.build();
	}

	private NatsOptionsFactory options() {
		return new NatsOptionsFactory(this.details.getObject(), this.properties, this.applicationName,
				this.customizers.orderedStream().toList(), new NatsAuthHandlers(this.classLoader));
	}

	private @Nullable NatsService service(NatsProperties.Service service) {
		if (!service.isEnabled()) {
			return null;
		}
		String configured = service.getName();
		String name = StringUtils.hasText(configured)
				? PropertyValue.apply("bus.nats.service.name", configured, NatsMessengerFactory::checkedName)
				: NatsService.named(this.applicationName).name();
		return PropertyValue.apply("bus.nats.service.version", service.getVersion(),
				(version) -> new NatsService(name, version, service.getDescription()));
	}

	private static String checkedName(String name) {
		return new NatsService(name, "0.0.0", "").name();
	}

}
