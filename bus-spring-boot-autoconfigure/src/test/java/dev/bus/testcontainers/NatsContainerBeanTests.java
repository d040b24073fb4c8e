package dev.bus.testcontainers;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsContainerConnectionDetailsFactory} with a container that is a bean
 * and asks for a token.
 */
@EnabledWithDocker
@SpringBootTest(properties = "bus.backend=nats")
class NatsContainerBeanTests {

	@Autowired
	private Messenger messenger;

	@Test
	void theMessengerRunsOnTheContainer() {
		this.messenger.serve("container.echo", (request) -> request.reply(request.data()));
		assertThat(this.messenger.request("container.echo", new byte[] { 'x' })).asString().isEqualTo("x");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ BusAutoConfiguration.class, ServiceConnectionAutoConfiguration.class })
	static class Application {

		@Bean
		@ServiceConnection("nats")
		GenericContainer<?> nats() {
			return NatsContainer.create("--auth", "t0ken");
		}

	}

}
