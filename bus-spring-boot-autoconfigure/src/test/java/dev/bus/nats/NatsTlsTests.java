package dev.bus.nats;

import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.nats.client.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.MessengerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsMessenger} on a server with a certificate for {@code localhost}.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
class NatsTlsTests {

	@TempDir
	private Path directory;

	@Test
	void aServerIsAcceptedByTheNameOfItsCertificate() throws Exception {
		NatsCertificate certificate = NatsCertificate.generate(this.directory);
		try (NatsProcess server = certificate.startServer();
				NatsMessenger messenger = connect("localhost", server, certificate)) {
			messenger.serve("echo", (request) -> request.reply(request.data()));
			assertThat(messenger.request("echo", new byte[] { 'x' })).asString().isEqualTo("x");
			assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
		}
	}

	@Test
	void aServerIsRefusedByAnotherName() throws Exception {
		NatsCertificate certificate = NatsCertificate.generate(this.directory);
		try (NatsProcess server = certificate.startServer()) {
			assertThatExceptionOfType(NatsConnectException.class)
				.isThrownBy(() -> connect("127.0.0.1", server, certificate))
				.withMessageContaining("127.0.0.1")
				.withMessageContaining("CertificateException");
		}
	}

	private static NatsMessenger connect(String host, NatsProcess server, NatsCertificate certificate)
			throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(certificate.trusted());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return NatsMessenger.builder()
			.options(() -> new Options.Builder().server("tls://" + host + ":" + server.port())
				.connectionTimeout(Duration.ofSeconds(10))
				.sslContext(context))
			.build();
	}

}
