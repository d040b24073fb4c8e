package dev.bus.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.bus.Messenger;
import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsCertificate;
import dev.bus.nats.NatsProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for connecting to NATS with an SSL bundle, to a server with a certificate for
 * {@code localhost}.
 */
@Timeout(60)
class NatsSslBundleTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("bus.backend=nats", "bus.nats.connection-timeout=10s", "bus.nats.ssl.bundle=nats");

	@Test
	@EnabledWithNats(ownServer = true)
	void aServerIsAcceptedByTheNameOfItsCertificate() throws Exception {
		NatsCertificate certificate = NatsCertificate.generate(this.directory);
		try (NatsProcess server = certificate.startServer()) {
			trusting(certificate).withPropertyValues("bus.nats.servers=nats://localhost:" + server.port())
				.run((context) -> {
					Messenger messenger = context.getBean(Messenger.class);
					messenger.serve("echo", (request) -> request.reply(request.data()));
					assertThat(messenger.request("echo", new byte[] { 'x' })).asString().isEqualTo("x");
				});
		}
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void aServerIsRefusedByAnotherName() throws Exception {
		NatsCertificate certificate = NatsCertificate.generate(this.directory);
		try (NatsProcess server = certificate.startServer()) {
			trusting(certificate).withPropertyValues("bus.nats.servers=nats://127.0.0.1:" + server.port())
				.run((context) -> {
					FailureAnalysis analysis = new NatsConnectFailureAnalyzer().analyze(context.getStartupFailure());
					assertThat(analysis).isNotNull();
					assertThat(analysis.getDescription()).contains("CertificateException", "127.0.0.1");
					assertThat(analysis.getAction()).contains("connect by the host name that the certificate is for");
				});
		}
	}

	@Test
	void aBundleThatIsNotThereIsNamed() {
		this.contextRunner.run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.hasMessageContaining("SSL bundle name 'nats' cannot be found"));
	}

	private ApplicationContextRunner trusting(NatsCertificate certificate) {
		return this.contextRunner.withPropertyValues(
				"spring.ssl.bundle.pem.nats.truststore.certificate=" + certificate.certificate().toUri());
	}

}
