package dev.bus.nats;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key and a certificate for {@code localhost} that signs itself.
 *
 * @param certificate the certificate, as a PEM file
 * @param key the key, as a PEM file
 * @param trusted the certificate, as a trust store
 */
public record NatsCertificate(Path certificate, Path key, KeyStore trusted) {

	private static final char[] PASSWORD = "changeit".toCharArray();

	/**
	 * Generate a certificate.
	 * @param directory where its files are written
	 * @return the certificate
	 * @throws Exception if it could not be generated
	 */
	public static NatsCertificate generate(Path directory) throws Exception {
		Path store = directory.resolve("keys.p12");
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		Process process = new ProcessBuilder(keytool, "-genkeypair", "-keystore", store.toString(), "-storetype",
				"PKCS12", "-storepass", new String(PASSWORD), "-alias", "nats", "-keyalg", "EC", "-dname",
				"CN=localhost", "-ext", "san=dns:localhost", "-validity", "2")
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		KeyStore generated = KeyStore.getInstance("PKCS12");
		try (InputStream content = Files.newInputStream(store)) {
			generated.load(content, PASSWORD);
		}
		Certificate certificate = generated.getCertificate("nats");
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("trusted", certificate);
		return new NatsCertificate(write(directory.resolve("cert.pem"), "CERTIFICATE", certificate.getEncoded()),
				write(directory.resolve("key.pem"), "PRIVATE KEY", generated.getKey("nats", PASSWORD).getEncoded()),
				trusted);
	}

	/**
	 * Start a server that shows this certificate.
	 * @return the server
	 */
	public NatsProcess startServer() {
		return NatsProcess
			.startWith("tls { cert_file: \"" + this.certificate + "\", key_file: \"" + this.key + "\" }\n");
	}

	private static Path write(Path file, String type, byte[] content) throws Exception {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
	}

}
