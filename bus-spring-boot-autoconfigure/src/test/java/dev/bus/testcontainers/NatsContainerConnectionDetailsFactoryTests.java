package dev.bus.testcontainers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusAutoConfiguration;
import dev.bus.autoconfigure.NatsConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsContainerConnectionDetailsFactory} with a container that asks for
 * a password.
 */
@EnabledWithDocker
@Testcontainers
@SpringBootTest(properties = "bus.backend=nats")
class NatsContainerConnectionDetailsFactoryTests {

	@Container
	@ServiceConnection
	static final GenericContainer<?> nats = NatsContainer.create("--user", "app", "--pass=secret");

	@Autowired
	private Messenger messenger;

	@Autowired
	private NatsConnectionDetails details;

	@Test
	void theMessengerRunsOnTheContainer() {
		this.messenger.serve("container.echo", (request) -> request.reply(request.data()));
		assertThat(this.messenger.request("container.echo", new byte[] { 'x' })).asString().isEqualTo("x");
	}

	@Test
	void theDetailsAreThoseOfTheContainer() {
		assertThat(this.details.getServers()).containsExactly(NatsContainer.url(nats));
		assertThat(this.details.getUsername()).isEqualTo("app");
		assertThat(this.details.getPassword()).isEqualTo("secret");
		assertThat(this.details.getToken()).isNull();
		assertThat(this.details.getSslBundle()).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusAutoConfiguration.class)
	static class Application {

	}

}
