package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the NATS engine.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("bus.nats")
public class NatsProperties {

	/**
	 * URLs of the servers, of which the first that answers is used.
	 */
	private List<String> servers = new ArrayList<>(List.of("nats://localhost:4222"));

	/**
	 * User name to sign in with.
	 */
	private @Nullable String username;

	/**
	 * Password to sign in with.
	 */
	private @Nullable String password;

	/**
	 * Token to sign in with instead of user name and password.
	 */
	private @Nullable String token;

	/**
	 * Location of a credentials file to sign in with.
	 */
	private @Nullable Resource credentials;

	/**
	 * Location of a file with the NKey seed to sign in with.
	 */
	private @Nullable Resource nkey;

	/**
	 * Name of the connection that the server shows. The name of the application by
	 * default.
	 */
	private @Nullable String connectionName;

	/**
	 * How long to wait for a server to answer.
	 */
	private Duration connectionTimeout = Duration.ofSeconds(2);

	/**
	 * How often to ask the server whether it is still there.
	 */
	private Duration pingInterval = Duration.ofSeconds(30);

	/**
	 * How many times to try each server after the connection was lost, -1 for no limit.
	 */
	private int maxReconnects = -1;

	/**
	 * How long to wait between rounds of attempts to connect.
	 */
	private Duration reconnectWait = Duration.ofSeconds(2);

	/**
	 * What may be published while there is no connection.
	 */
	private DataSize reconnectBufferSize = DataSize.ofMegabytes(8);

	/**
	 * Prefix of the subjects that replies travel on.
	 */
	private String inboxPrefix = "_INBOX.";

	/**
	 * What to do when no server can be connected to at the start.
	 */
	private Startup startup = Startup.FAIL_FAST;

	private final Ssl ssl = new Ssl();

	private final Service service = new Service();

	public List<String> getServers() {
		return this.servers;
	}

	public void setServers(List<String> servers) {
		this.servers = servers;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable Resource getCredentials() {
		return this.credentials;
	}

	public void setCredentials(@Nullable Resource credentials) {
		this.credentials = credentials;
	}

	public @Nullable Resource getNkey() {
		return this.nkey;
	}

	public void setNkey(@Nullable Resource nkey) {
		this.nkey = nkey;
	}

	public @Nullable String getConnectionName() {
		return this.connectionName;
	}

	public void setConnectionName(@Nullable String connectionName) {
		this.connectionName = connectionName;
	}

	public Duration getConnectionTimeout() {
		return this.connectionTimeout;
	}

	public void setConnectionTimeout(Duration connectionTimeout) {
		this.connectionTimeout = connectionTimeout;
	}

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	public int getMaxReconnects() {
		return this.maxReconnects;
	}

	public void setMaxReconnects(int maxReconnects) {
		this.maxReconnects = maxReconnects;
	}

	public Duration getReconnectWait() {
		return this.reconnectWait;
	}

	public void setReconnectWait(Duration reconnectWait) {
		this.reconnectWait = reconnectWait;
	}

	public DataSize getReconnectBufferSize() {
		return this.reconnectBufferSize;
	}

	public void setReconnectBufferSize(DataSize reconnectBufferSize) {
		this.reconnectBufferSize = reconnectBufferSize;
	}

	public String getInboxPrefix() {
		return this.inboxPrefix;
	}

	public void setInboxPrefix(String inboxPrefix) {
		this.inboxPrefix = inboxPrefix;
	}

	public Startup getStartup() {
		return this.startup;
	}

	public void setStartup(Startup startup) {
		this.startup = startup;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Service getService() {
		return this.service;
	}

	/**
	 * What to do when no server can be connected to at the start.
	 */
	public enum Startup {

		/**
		 * The application does not start.
		 */
		FAIL_FAST,

		/**
		 * The application starts, and joins when a server can be connected to.
		 */
		BACKGROUND

	}

	/**
	 * Properties of secure connections.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to connect with. The host name of the server must be
		 * that of its certificate.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * Properties of service discovery.
	 */
	public static class Service {

		/**
		 * Whether to show the subjects that are served by NATS service discovery.
		 */
		private boolean enabled = true;

		/**
		 * Name of the service. The name of the application by default.
		 */
		private @Nullable String name;

		/**
		 * Version of the service, in the form of semantic versioning.
		 */
		private String version = "0.0.0";

		/**
		 * What the service is for.
		 */
		private String description = "";

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public String getVersion() {
			return this.version;
		}

		public void setVersion(String version) {
			this.version = version;
		}

		public String getDescription() {
			return this.description;
		}

		public void setDescription(String description) {
			this.description = description;
		}

	}

}
