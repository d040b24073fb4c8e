package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;

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

	private static final char[] PASSWORD = "changeit".toCharArray();

	@TempDir
	private Path directory;

	@Test
	void aServerIsAcceptedByTheNameOfItsCertificate() throws Exception {
		KeyStore keys = generateKeys();
		try (NatsProcess server = start(keys); NatsMessenger messenger = connect("localhost", server, keys)) {
			messenger.serve("echo", (request) -> request.reply(request.data()));
			assertThat(messenger.request("echo", new byte[] { 'x' })).asString().isEqualTo("x");
			assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
		}
	}

	@Test
	void aServerIsRefusedByAnotherName() throws Exception {
		KeyStore keys = generateKeys();
		try (NatsProcess server = start(keys)) {
			assertThatExceptionOfType(NatsConnectException.class).isThrownBy(() -> connect("127.0.0.1", server, keys))
				.withMessageContaining("127.0.0.1")
				.withMessageContaining("CertificateException");
		}
	}

	private NatsProcess start(KeyStore keys) throws Exception {
		Path certificate = write("cert.pem", "CERTIFICATE", keys.getCertificate("nats").getEncoded());
		Path key = write("key.pem", "PRIVATE KEY", keys.getKey("nats", PASSWORD).getEncoded());
		return NatsProcess.startWith("tls { cert_file: \"" + certificate + "\", key_file: \"" + key + "\" }\n");
	}

	private static NatsMessenger connect(String host, NatsProcess server, KeyStore keys) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(keys);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return NatsMessenger.builder()
			.options(() -> new Options.Builder().server("tls://" + host + ":" + server.port())
				.connectionTimeout(Duration.ofSeconds(10))
				.sslContext(context))
			.build();
	}

	/**
	 * Generate a key and a certificate that signs itself.
	 */
	private KeyStore generateKeys() throws Exception {
		Path store = this.directory.resolve("keys.p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-keystore", store.toString(), "-storetype",
				"PKCS12", "-storepass", new String(PASSWORD), "-alias", "nats", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "san=dns:localhost", "-validity", "2")
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		KeyStore generated = KeyStore.getInstance("PKCS12");
		generated.load(Files.newInputStream(store), PASSWORD);
		KeyStore keys = KeyStore.getInstance("PKCS12");
		keys.load(null, null);
		keys.setKeyEntry("nats", generated.getKey("nats", PASSWORD), PASSWORD, generated.getCertificateChain("nats"));
		keys.setCertificateEntry("trusted", generated.getCertificate("nats"));
		return keys;
	}

	private Path write(String name, String type, byte[] content) throws Exception {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return Files.writeString(this.directory.resolve(name),
				"-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
	}

}
