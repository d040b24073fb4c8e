package dev.bus.autoconfigure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.nats.client.NKey;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import dev.bus.Messenger;
import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsConnectException;
import dev.bus.nats.NatsProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for signing in to NATS with keys, by files that properties name.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class NatsSignInTests {

	private static final String NKEY = "bus.nats.nkey";

	private static final String CREDENTIALS = "bus.nats.credentials";

	@TempDir
	private Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
		.withPropertyValues("bus.backend=nats", "bus.nats.reconnect-wait=50ms");

	@BeforeEach
	void logEverything() {
		logAt(LogLevel.DEBUG);
	}

	@AfterEach
	void logAsBefore() {
		logAt(null);
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void anNkeyThatTheServerKnowsIsAccepted(CapturedOutput output) throws Exception {
		NKey user = NKey.createUser(null);
		try (NatsProcess server = NatsProcess.startWith(users(user))) {
			with(NKEY, write(seed(user) + "\n")).withPropertyValues("bus.nats.servers=" + server.url())
				.run(NatsSignInTests::assertWorks);
		}
		assertThat(output).doesNotContain(seed(user));
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void anNkeyThatTheServerDoesNotKnowIsRefused(CapturedOutput output) throws Exception {
		NKey stranger = NKey.createUser(null);
		try (NatsProcess server = NatsProcess.startWith(users(NKey.createUser(null)))) {
			with(NKEY, write(seed(stranger))).withPropertyValues("bus.nats.servers=" + server.url())
				.run((context) -> assertRefused(context.getStartupFailure(), seed(stranger)));
		}
		assertThat(output).doesNotContain(seed(stranger));
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void credentialsThatTheOperatorOfTheServerIssuedAreAccepted(CapturedOutput output) throws Exception {
		NatsOperator operator = new NatsOperator();
		String credentials = operator.credentials(null);
		try (NatsProcess server = NatsProcess.startWith(operator.configuration())) {
			with(CREDENTIALS, write(credentials)).withPropertyValues("bus.nats.servers=" + server.url())
				.run(NatsSignInTests::assertWorks);
		}
		assertThat(output).doesNotContain(secrets(credentials));
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void credentialsThatAnotherOperatorIssuedAreRefused(CapturedOutput output) throws Exception {
		String foreign = new NatsOperator().credentials(null);
		try (NatsProcess server = NatsProcess.startWith(new NatsOperator().configuration())) {
			with(CREDENTIALS, write(foreign)).withPropertyValues("bus.nats.servers=" + server.url())
				.run((context) -> assertRefused(context.getStartupFailure(), secrets(foreign)));
		}
		assertThat(output).doesNotContain(secrets(foreign));
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void credentialsThatExpireAreReadAnewEvenIfTheyCannotBeReadAtFirst(CapturedOutput output) throws Exception {
		NatsOperator operator = new NatsOperator();
		Path file = write(operator.credentials(Duration.ofSeconds(4)));
		String renewed = operator.credentials(null);
		try (NatsProcess server = NatsProcess.startWith(operator.configuration())) {
			with(CREDENTIALS, file).withPropertyValues("bus.nats.servers=" + server.url()).run((context) -> {
				assertWorks(context);
				Files.delete(file);
				awaitOutput(output, "with credentials asked for anew");
				awaitOutput(output, "It cannot be read");
				Files.writeString(file, renewed);
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.ignoreExceptions()
					.untilAsserted(() -> assertThat(request(context, "echo")).isEqualTo("x"));
			});
		}
		assertThat(output).contains("User Authentication Expired").doesNotContain(secrets(renewed));
	}

	@ParameterizedTest
	@ValueSource(strings = { NKEY, CREDENTIALS })
	void aFileWithoutAValidSeedIsExplained(String property) throws Exception {
		String broken = seed(NKey.createUser(null)).replaceFirst("..$", "");
		with(property, write(broken)).run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining(property)
			.hasMessageContaining("holds no valid seed of an NKey")
			.satisfies((failure) -> assertThat(stackTrace(context.getStartupFailure())).doesNotContain(broken)));
	}

	@ParameterizedTest
	@ValueSource(strings = { NKEY, CREDENTIALS })
	void aSecretInThePlaceOfItsLocationIsExplainedAndNotRevealed(String property, CapturedOutput output)
			throws Exception {
		String seed = seed(NKey.createUser(null));
		this.contextRunner.withPropertyValues(property + "=" + seed)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property " + property + " with value 'class path resource [xxxxx]'")
				.hasMessageContaining("Set the location of a file")
				.satisfies((failure) -> assertThat(stackTrace(context.getStartupFailure())).doesNotContain(seed)));
		assertThat(output).doesNotContain(seed);
	}

	@ParameterizedTest
	@ValueSource(strings = { NKEY, CREDENTIALS })
	void theLibraryThatIsMissingIsNamed(String property) throws Exception {
		with(property, write("any")).withClassLoader(new FilteredClassLoader("org.bouncycastle"))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining(property)
				.hasMessageContaining("Add org.bouncycastle:bcprov-lts8on to the dependencies of the application."));
	}

	private static void logAt(@Nullable LogLevel level) {
		LoggingSystem.get(NatsSignInTests.class.getClassLoader()).setLogLevel("dev.bus", level);
	}

	private ApplicationContextRunner with(String property, Path file) {
		return this.contextRunner.withPropertyValues(property + "=" + file.toUri());
	}

	private Path write(String content) throws IOException {
		return Files.writeString(this.directory.resolve("secret"), content);
	}

	private static void assertWorks(ApplicationContext context) {
		context.getBean(Messenger.class).serve("echo", (request) -> request.reply(request.data()));
		assertThat(request(context, "echo")).isEqualTo("x");
	}

	private static String request(ApplicationContext context, String subject) {
		return new String(context.getBean(Messenger.class).request(subject, new byte[] { 'x' }, Duration.ofSeconds(1)));
	}

	private static void assertRefused(@Nullable Throwable failure, String... secrets) {
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new NatsConnectFailureAnalyzer().analyze(failure);
		assertThat(analysis).isNotNull();
		assertThat(analysis.getCause()).isInstanceOf(NatsConnectException.class);
		assertThat(analysis.getDescription()).contains("the server does not accept the credentials");
		assertThat(analysis.getAction()).contains(NKEY, CREDENTIALS);
		assertThat(stackTrace(failure)).doesNotContain(secrets);
	}

	private static void awaitOutput(CapturedOutput output, String text) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> output.getAll().contains(text));
	}

	private static String users(NKey user) throws Exception {
		return "authorization { users = [ { nkey: " + new String(user.getPublicKey()) + " } ] }\n";
	}

	private static String seed(NKey key) {
		return new String(key.getSeed());
	}

	/**
	 * Return the JWT and the seed of a credentials file.
	 */
	private static String[] secrets(String credentials) {
		return credentials.lines().filter((line) -> line.matches("[\\w.-]{50,}")).toArray(String[]::new);
	}

	private static String stackTrace(@Nullable Throwable failure) {
		StringWriter text = new StringWriter();
		if (failure != null) {
			failure.printStackTrace(new PrintWriter(text));
		}
		return text.toString();
	}

}
