package dev.bus.docker.compose;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

import dev.bus.autoconfigure.NatsConnectionDetails;
import dev.bus.autoconfigure.NatsImageCredentials;

/**
 * Makes {@link NatsConnectionDetails} of a Docker Compose service of the image
 * {@code nats}.
 */
class NatsDockerComposeConnectionDetailsFactory extends DockerComposeConnectionDetailsFactory<NatsConnectionDetails> {

	private static final int PORT = 4222;

	NatsDockerComposeConnectionDetailsFactory() {
		super("nats", "io.nats.client.Connection");
	}

	@Override
	protected NatsConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new NatsDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class NatsDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements NatsConnectionDetails {

		private final List<String> servers;

		private final NatsImageCredentials credentials;

		private final @Nullable SslBundle sslBundle;

		private NatsDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.servers = List.of("nats://" + service.host() + ":" + service.ports().get(PORT));
			this.credentials = NatsImageCredentials.of(null, service.env()::get);
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public List<String> getServers() {
			return this.servers;
		}

		@Override
		public @Nullable String getUsername() {
			return this.credentials.username();
		}

		@Override
		public @Nullable String getPassword() {
			return this.credentials.password();
		}

		@Override
		public @Nullable String getToken() {
			return this.credentials.token();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
