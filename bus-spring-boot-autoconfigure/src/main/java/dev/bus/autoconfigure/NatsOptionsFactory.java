package dev.bus.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import io.nats.client.Options;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;

import dev.bus.nats.NatsConnectException;

/**
 * Makes the options of a NATS connection of its details, the properties and what
 * customizers add.
 */
class NatsOptionsFactory implements Supplier<Options.Builder> {

	private final NatsConnectionDetails details;

	private final NatsProperties properties;

	private final String connectionName;

	private final List<NatsOptionsCustomizer> customizers;

	private final NatsAuthHandlers authHandlers;

	NatsOptionsFactory(NatsConnectionDetails details, NatsProperties properties, String applicationName,
			List<NatsOptionsCustomizer> customizers, NatsAuthHandlers authHandlers) {
		this.details = details;
		this.properties = properties;
		this.connectionName = StringUtils.hasText(properties.getConnectionName()) ? properties.getConnectionName()
				: applicationName;
		this.customizers = customizers;
		this.authHandlers = authHandlers;
	}

	@Override
	public Options.Builder get() {
		Options.Builder options = new Options.Builder();
		servers().forEach((server) -> addServer(options, server));
		authenticate(options);
		PropertyMapper map = PropertyMapper.get();
		map.from(this.details::getSslBundle).as(SslBundle::createSslContext).to(options::sslContext);
		map.from(this.connectionName).whenHasText().to(options::connectionName);
		map.from(this.properties::getConnectionTimeout).to(options::connectionTimeout);
		map.from(this.properties::getPingInterval).to(options::pingInterval);
		map.from(this.properties::getMaxReconnects).to(options::maxReconnects);
		map.from(this.properties::getReconnectWait).to(options::reconnectWait);
		map.from(this.properties.getReconnectBufferSize().toBytes()).to(options::reconnectBufferSize);
		map.from(this.properties::getInboxPrefix).to(options::inboxPrefix);
		this.customizers.forEach((customizer) -> customizer.customize(options));
		return options;
	}

	private List<String> servers() {
		List<String> servers = this.details.getServers();
		if (servers.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException("bus.nats.servers", servers,
					"At least one server is needed, such as nats://localhost:4222.");
		}
		return servers;
	}

	private static void addServer(Options.Builder options, String server) {
		try {
			options.server(server);
		}
		catch (IllegalArgumentException ex) {
			// its text holds the credentials
			throw NatsConnectException.invalidServer(server);
		}
	}

	private void authenticate(Options.Builder options) {
		String username = this.details.getUsername();
		String token = this.details.getToken();
		Resource credentials = this.details.getCredentials();
		Resource nkey = this.details.getNkey();
		if (StringUtils.hasText(username)) {
			String password = this.details.getPassword();
			options.userInfo(username, (password != null) ? password : "");
		}
		if (StringUtils.hasText(token)) {
			options.token(token.toCharArray());
		}
		if (credentials != null) {
			options.authHandler(this.authHandlers.credentials(credentials));
		}
		else if (nkey != null) {
			options.authHandler(this.authHandlers.nkey(nkey));
		}
	}

}
