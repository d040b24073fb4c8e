package dev.bus.testcontainers;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.containers.Container;

import dev.bus.autoconfigure.NatsConnectionDetails;
import dev.bus.autoconfigure.NatsImageCredentials;

/**
 * Makes {@link NatsConnectionDetails} of a container that is annotated with
 * {@link ServiceConnection @ServiceConnection} and has the image {@code nats}, or of one
 * whose annotation names {@code nats}.
 */
class NatsContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, NatsConnectionDetails> {

	private static final int PORT = 4222;

	NatsContainerConnectionDetailsFactory() {
		super("nats", "io.nats.client.Connection");
	}

	@Override
	protected NatsConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new NatsContainerConnectionDetails(source);
	}

	private static final class NatsContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements NatsConnectionDetails {

		private NatsContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public List<String> getServers() {
			return List.of("nats://" + getContainer().getHost() + ":" + getContainer().getMappedPort(PORT));
		}

		@Override
		public @Nullable String getUsername() {
			return credentials().username();
		}

		@Override
		public @Nullable String getPassword() {
			return credentials().password();
		}

		@Override
		public @Nullable String getToken() {
			return credentials().token();
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

		private NatsImageCredentials credentials() {
			return NatsImageCredentials.of(getContainer().getCommandParts(), getContainer().getEnvMap()::get);
		}

	}

}
