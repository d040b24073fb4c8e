package dev.bus.nats;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;
import dev.bus.StreamSubscriptionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsMessenger} on servers that do not permit everything.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class NatsSecurityTests {

	private static final String PERMISSIONS = """
			authorization {
			  users = [
			    { user: "app", password: "secret", permissions: {
			      publish: { deny: ["secret.>"] }, subscribe: { deny: ["secret.>"] } } }
			  ]
			}
			""";

	@Test
	void aWrongPasswordFailsAtStartAndIsNotRevealed(CapturedOutput output) {
		try (NatsProcess server = NatsProcess.startWith(users("right"))) {
			String url = server.url().replace("://", "://app:topsecret@");
			assertThatExceptionOfType(NatsConnectException.class).isThrownBy(() -> NatsMessenger.connect(url))
				.withMessageContaining("app:xxxxx@127.0.0.1:" + server.port())
				.withMessageContaining("does not accept the credentials")
				.withStackTraceContaining("NatsConnectException")
				.matches(NatsConnectException::isRefused)
				.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("topsecret"));
		}
		assertThat(output).doesNotContain("topsecret");
	}

	@Test
	void anUnreachableServerFailsAtStartAndRevealsNoPassword(CapturedOutput output) {
		String url = "nats://app:topsecret@127.0.0.1:" + NatsProcess.freePort();
		assertThatExceptionOfType(NatsConnectException.class).isThrownBy(() -> NatsMessenger.connect(url))
			.withMessageContaining("Connection refused")
			.matches((ex) -> !ex.isRefused())
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("topsecret"));
		assertThat(output).doesNotContain("topsecret");
	}

	@Test
	void aPasswordThatIsChangedWhileRunningIsAskedForAnew(CapturedOutput output) {
		try (NatsProcess server = NatsProcess.startWith(users("pass-one"))) {
			AtomicReference<String> password = new AtomicReference<>("pass-one");
			try (NatsMessenger messenger = NatsMessenger.builder()
				.options(() -> options(server.url()).userInfo("app", password.get()))
				.build()) {
				Queue<String> received = new ConcurrentLinkedQueue<>();
				messenger.stream("orders", (message) -> received.add(message.text()));
				messenger.serve("echo", (request) -> request.reply(request.data()));
				server.reconfigure(users("pass-two"));
				Awaitility.await().until(messenger::status, MessengerStatus.DISCONNECTED::equals);
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.until(() -> output.getOut().contains("with credentials asked for anew"));
				messenger.publish("orders", "meanwhile".getBytes(StandardCharsets.UTF_8));
				password.set("pass-two");
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(received).containsExactly("meanwhile"));
				assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
				assertThat(messenger.request("echo", new byte[] { 'x' })).asString().isEqualTo("x");
			}
		}
		assertThat(output).doesNotContain("pass-");
	}

	@Test
	void aRefusedConnectionIsMadeAgainOnce() {
		NatsMonitor monitor = NatsMonitor.onFreePort();
		String monitoring = "http: \"127.0.0.1:" + monitor.port() + "\"\n";
		AtomicReference<String> password = new AtomicReference<>("pass-one");
		try (NatsProcess server = NatsProcess.startWith(monitoring + users("pass-one"));
				NatsMessenger messenger = NatsMessenger.builder()
					.options(() -> options(server.url()).userInfo("app", password.get())
						.errorListener(new SlowErrorListener()))
					.build()) {
			Queue<String> received = new ConcurrentLinkedQueue<>();
			messenger.stream("orders", (message) -> received.add(message.text()));
			password.set("pass-two");
			server.reconfigure(monitoring + users("pass-two"));
			Awaitility.await().until(messenger::status, MessengerStatus.DISCONNECTED::equals);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(messenger::status, MessengerStatus.CONNECTED::equals);
			// more than the next attempt would take
			Awaitility.await().during(Duration.ofMillis(500)).until(monitor::connections, (count) -> count == 1);
			messenger.publish("orders", new byte[] { 'x' });
			messenger.publish("orders", new byte[] { 'y' });
			Awaitility.await().untilAsserted(() -> assertThat(received).contains("y"));
			assertThat(received).containsExactly("x", "y");
		}
	}

	@Test
	void aDeniedSubscriptionFails() {
		try (NatsProcess server = NatsProcess.startWith(PERMISSIONS); NatsMessenger messenger = connectAsApp(server)) {
			assertThatExceptionOfType(StreamSubscriptionException.class)
				.isThrownBy(() -> messenger.stream("secret.plans", (message) -> {
				}))
				.withMessageContaining("'secret.plans'")
				.withMessageContaining("Permissions Violation");
			assertThatExceptionOfType(StreamSubscriptionException.class)
				.isThrownBy(() -> messenger.serve("secret.plans", (request) -> null))
				.withMessageContaining("'secret.plans'");
			assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
		}
	}

	@Test
	void aDeniedPublishIsLoggedAndCounted(CapturedOutput output) {
		try (NatsProcess server = NatsProcess.startWith(PERMISSIONS); NatsMessenger messenger = connectAsApp(server)) {
			messenger.publish("secret.plans", new byte[1]);
			messenger.publish("secret.plans", new byte[1]);
			Awaitility.await().until(messenger::deniedPublishes, (count) -> count == 2);
			assertThat(output).contains("secret.plans").contains("Publishing to NATS loses messages");
		}
	}

	@Test
	void aDeniedRequestFailsAtOnce() {
		try (NatsProcess server = NatsProcess.startWith(PERMISSIONS); NatsMessenger messenger = connectAsApp(server)) {
			assertThatExceptionOfType(MessagePublishException.class)
				.isThrownBy(() -> messenger.request(BusMessage.of("secret.plans", ""), Duration.ofSeconds(30)))
				.withMessageContaining("Permissions Violation");
		}
	}

	private static NatsMessenger connectAsApp(NatsProcess server) {
		return NatsMessenger.builder().options(() -> options(server.url()).userInfo("app", "secret")).build();
	}

	private static Options.Builder options(String url) {
		return new Options.Builder().server(url).maxReconnects(-1).reconnectWait(Duration.ofMillis(50));
	}

	private static String users(String password) {
		return "authorization { users = [ { user: \"app\", password: \"" + password + "\" } ] }\n";
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	/**
	 * Holds back what is told of a connection until it is closed.
	 */
	private static final class SlowErrorListener implements ErrorListener {

		@Override
		public void errorOccurred(Connection connection, String error) {
			Awaitility.await().until(connection::getStatus, Connection.Status.CLOSED::equals);
		}

	}

}
