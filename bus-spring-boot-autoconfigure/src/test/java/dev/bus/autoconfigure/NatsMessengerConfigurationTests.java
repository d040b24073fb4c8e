package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsMessenger;
import dev.bus.nats.NatsProcess;
import dev.bus.nats.NatsServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsMessengerConfiguration}.
 */
@EnabledWithNats
@ExtendWith(OutputCaptureExtension.class)
class NatsMessengerConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
		.withPropertyValues("bus.backend=nats", "spring.application.name=orders");

	@Test
	void connectsToTheServersOfTheProperties() {
		this.contextRunner.withPropertyValues("bus.nats.servers=nats://127.0.0.1:1," + NatsServers.shared())
			.run((context) -> {
				Messenger messenger = context.getBean(Messenger.class);
				assertThat(messenger).isInstanceOf(NatsMessenger.class);
				messenger.serve("configuration.echo", (request) -> request.reply(request.data()));
				assertThat(messenger.request("configuration.echo", new byte[] { 'x' })).asString().isEqualTo("x");
			});
	}

	@Test
	void connectsToNothingWhereAnotherEngineIsSelected() {
		this.contextRunner.withPropertyValues("bus.backend=in-memory", "bus.nats.servers=nats://127.0.0.1:1")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void isNotThereWithoutItsLibrary() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.nats"))
			.withPropertyValues("bus.backend=in-memory")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(NatsMessengerFactory.class)
				.doesNotHaveBean(NatsConnectionDetails.class));
	}

	@Test
	void propertiesBecomeOptions() {
		this.contextRunner
			.withPropertyValues("bus.backend=in-memory", "bus.nats.servers=nats://one:4222,nats://two:4223",
					"bus.nats.username=app", "bus.nats.password=secret", "bus.nats.connection-timeout=3s",
					"bus.nats.ping-interval=7s", "bus.nats.max-reconnects=5", "bus.nats.reconnect-wait=1s",
					"bus.nats.reconnect-buffer-size=1MB", "bus.nats.inbox-prefix=_REPLIES.")
			.run((context) -> {
				Options options = options(context.getBean(NatsConnectionDetails.class),
						context.getBean(NatsProperties.class));
				assertThat(options.getServers()).hasToString("[nats://one:4222, nats://two:4223]");
				assertThat(options.getUsernameChars()).containsExactly('a', 'p', 'p');
				assertThat(options.getPasswordChars()).containsExactly('s', 'e', 'c', 'r', 'e', 't');
				assertThat(options.getConnectionName()).isEqualTo("orders");
				assertThat(options.getConnectionTimeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(options.getPingInterval()).isEqualTo(Duration.ofSeconds(7));
				assertThat(options.getMaxReconnect()).isEqualTo(5);
				assertThat(options.getReconnectWait()).isEqualTo(Duration.ofSeconds(1));
				assertThat(options.getReconnectBufferSize()).isEqualTo(1024 * 1024);
				assertThat(options.getInboxPrefix()).isEqualTo("_REPLIES.");
			});
	}

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		this.contextRunner.withPropertyValues("bus.backend=in-memory").run((context) -> {
			Options options = options(context.getBean(NatsConnectionDetails.class),
					context.getBean(NatsProperties.class));
			assertThat(options.getServers()).hasToString("[nats://localhost:4222]");
			assertThat(options.getConnectionTimeout()).isEqualTo(Duration.ofSeconds(2));
			assertThat(options.getPingInterval()).isEqualTo(Duration.ofSeconds(30));
			assertThat(options.getMaxReconnect()).isEqualTo(-1);
			assertThat(options.getReconnectWait()).isEqualTo(Duration.ofSeconds(2));
			assertThat(options.getReconnectBufferSize()).isEqualTo(8 * 1024 * 1024);
			assertThat(options.getInboxPrefix()).isEqualTo("_INBOX.");
			assertThat(options.getSslContext()).isNull();
		});
	}

	@Test
	void tokenBecomesAnOption() {
		this.contextRunner.withPropertyValues("bus.backend=in-memory", "bus.nats.token=t0ken").run((context) -> {
			Options options = options(context.getBean(NatsConnectionDetails.class),
					context.getBean(NatsProperties.class));
			assertThat(new String(options.getTokenChars())).isEqualTo("t0ken");
		});
	}

	@Test
	void customizersAreAppliedInOrderAfterTheProperties() {
		this.contextRunner.withUserConfiguration(Customizers.class)
			.withPropertyValues("bus.nats.servers=nats://127.0.0.1:1", "bus.nats.connection-name=configured")
			.run((context) -> {
				assertThat(context.getBean(Messenger.class).status()).isEqualTo(MessengerStatus.CONNECTED);
				assertThat(Customizers.names).containsExactly("first", "second");
			});
	}

	@Test
	void connectionDetailsOfTheApplicationWinOverProperties() {
		this.contextRunner.withBean(NatsConnectionDetails.class, () -> () -> List.of(NatsServers.shared()))
			.withPropertyValues("bus.nats.servers=nats://127.0.0.1:1")
			.run((context) -> assertThat(context.getBean(Messenger.class).status())
				.isEqualTo(MessengerStatus.CONNECTED));
	}

	@Test
	void aConnectionOfTheApplicationIsUsedAndNotClosed() throws Exception {
		try (Connection connection = Nats.connect(NatsServers.shared())) {
			this.contextRunner
				.withBean(Connection.class, () -> connection, (definition) -> definition.setDestroyMethodName(""))
				.withPropertyValues("bus.nats.servers=nats://127.0.0.1:1")
				.run((context) -> assertThat(context.getBean(Messenger.class).status())
					.isEqualTo(MessengerStatus.CONNECTED));
			assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
		}
	}

	@Test
	void startsInBackgroundWithoutAServer() {
		this.contextRunner
			.withPropertyValues("bus.nats.servers=nats://127.0.0.1:" + NatsProcess.freePort(),
					"bus.nats.startup=background")
			.run((context) -> assertThat(context.getBean(Messenger.class).status())
				.isEqualTo(MessengerStatus.DISCONNECTED));
	}

	@Test
	void anUnreachableServerIsExplained() {
		this.contextRunner
			.withPropertyValues("bus.nats.servers=nats://app:topsecret@127.0.0.1:" + NatsProcess.freePort())
			.run((context) -> {
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("app:xxxxx@127.0.0.1")
					.contains("Connection refused")
					.doesNotContain("topsecret");
				assertThat(analysis.getAction()).contains("bus.nats.servers")
					.contains("'bus.nats.startup' to 'background'");
			});
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void aRefusedPasswordIsExplained() {
		try (NatsProcess server = NatsProcess.start("--user", "app", "--pass", "right")) {
			this.contextRunner
				.withPropertyValues("bus.nats.servers=" + server.url(), "bus.nats.username=app",
						"bus.nats.password=topsecret")
				.run((context) -> {
					FailureAnalysis analysis = analyze(context.getStartupFailure());
					assertThat(analysis.getDescription()).contains("does not accept the credentials");
					assertThat(analysis.getAction()).contains("bus.nats.password").doesNotContain("topsecret");
				});
		}
	}

	@Test
	void anInvalidServerIsExplainedWithoutItsPassword() {
		this.contextRunner.withPropertyValues("bus.nats.servers=nats://app:top secret@host:4222").run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("this is no URL").doesNotContain("secret");
		});
	}

	@Test
	void anInvalidServiceVersionIsExplained() {
		this.contextRunner
			.withPropertyValues("bus.nats.servers=" + NatsServers.shared(), "bus.nats.service.version=one")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("bus.nats.service.version")
				.hasStackTraceContaining("semantic versioning"));
	}

	@Test
	void aServiceConnectionThatIsNotUsedIsLogged(CapturedOutput output) {
		this.contextRunner.withPropertyValues("bus.backend=in-memory")
			.withBean(NatsConnectionDetails.class, () -> () -> List.of("nats://localhost:4222"))
			.run((context) -> assertThat(output).contains("A NATS service connection is there, but the bus runs on the "
					+ "in-memory engine: set 'bus.backend' to 'nats' to use it"));
	}

	private static Options options(NatsConnectionDetails details, NatsProperties properties) {
		return new NatsOptionsFactory(details, properties, "orders", List.of(),
				new NatsAuthHandlers(NatsOptionsFactory.class.getClassLoader()))
			.get()
			.build();
	}

	private static FailureAnalysis analyze(@Nullable Throwable failure) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new NatsConnectFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		return analysis;
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private static final List<String> names = new ArrayList<>();

		@Bean
		@Order(2)
		NatsOptionsCustomizer second() {
			return (options) -> {
				names.add("second");
				options.server(NatsServers.shared());
			};
		}

		@Bean
		@Order(1)
		NatsOptionsCustomizer first() {
			return (options) -> {
				assertThat(options.build().getConnectionName()).isEqualTo("configured");
				names.clear();
				names.add("first");
			};
		}

	}

}
