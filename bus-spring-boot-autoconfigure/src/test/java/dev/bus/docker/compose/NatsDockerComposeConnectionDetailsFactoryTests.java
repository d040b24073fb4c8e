package dev.bus.docker.compose;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

import dev.bus.autoconfigure.NatsConnectionDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link NatsDockerComposeConnectionDetailsFactory}.
 */
class NatsDockerComposeConnectionDetailsFactoryTests {

	@Test
	void theDetailsAreThoseOfTheService() {
		NatsConnectionDetails details = details(Map.of());
		assertThat(details.getServers()).containsExactly("nats://docker.example:34222");
		assertThat(details.getUsername()).isNull();
		assertThat(details.getPassword()).isNull();
		assertThat(details.getToken()).isNull();
		assertThat(details.getSslBundle()).isNull();
	}

	@Test
	void credentialsComeFromTheEnvironment() {
		NatsConnectionDetails details = details(Map.of("NATS_USERNAME", "app", "NATS_PASSWORD", "secret"));
		assertThat(details.getUsername()).isEqualTo("app");
		assertThat(details.getPassword()).isEqualTo("secret");
		assertThat(details(Map.of("NATS_TOKEN", "t0ken")).getToken()).isEqualTo("t0ken");
	}

	private static NatsConnectionDetails details(Map<String, String> environment) {
		ConnectionPorts ports = mock(ConnectionPorts.class);
		given(ports.get(4222)).willReturn(34222);
		RunningService service = mock(RunningService.class);
		given(service.image()).willReturn(ImageReference.of("nats:2.10"));
		given(service.host()).willReturn("docker.example");
		given(service.ports()).willReturn(ports);
		given(service.env()).willReturn(environment);
		given(service.labels()).willReturn(Map.of());
		DockerComposeConnectionSource source = mock(DockerComposeConnectionSource.class);
		given(source.getRunningService()).willReturn(service);
		return new NatsDockerComposeConnectionDetailsFactory().getDockerComposeConnectionDetails(source);
	}

}
