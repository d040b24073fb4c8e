package dev.bus.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;

import dev.bus.listener.BusStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application says that cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@Test
	void missingLibraryOfNats(CapturedOutput output) {
		failToStartWithout("io.nats", "--bus.backend=nats");
		assertThat(output)
			.contains("Property 'bus.backend' selects the engine 'nats', which is not available: it, or what it needs"
					+ " (io.nats:jnats), is not on the class path.")
			.contains("Add io.nats:jnats to the dependencies of the application, as"
					+ " dev.bus:bus-spring-boot-starter does, or set 'bus.backend' to an engine that is available:"
					+ " in-memory, ");
	}

	@Test
	void missingLibraryOfSqlite(CapturedOutput output) {
		failToStartWithout("org.sqlite", "--bus.backend=sqlite");
		assertThat(output).contains("selects the engine 'sqlite'")
			.contains("Add org.springframework:spring-jdbc and org.xerial:sqlite-jdbc to the dependencies");
	}

	@Test
	void unknownEngine(CapturedOutput output) {
		failToStart("--bus.backend=kafka");
		assertThat(output).contains("Property: bus.backend")
			.contains("Value: \"kafka\"")
			.containsPattern("The following values are valid:\\s+in-memory\\s+nats\\s+sqlite");
	}

	@Test
	void badTimeout(CapturedOutput output) {
		failToStart("--bus.request-timeout=0s");
		assertThat(output).contains("Invalid value '0s' for configuration property 'bus.request-timeout'")
			.contains("Timeout must be more than zero, but is PT0S.");
	}

	@Test
	void badMaxPayload(CapturedOutput output) {
		failToStart("--bus.max-payload=65MB");
		assertThat(output).contains("Invalid value '65MB' for configuration property 'bus.max-payload'")
			.contains("Max payload must be 1 to 67108864 bytes, but is 68157440.");
	}

	@Test
	void badConcurrencyOfListeners(CapturedOutput output) {
		failToStart("--bus.listener.serve.concurrency=0");
		assertThat(output).contains("Invalid value '0' for configuration property 'bus.listener.serve.concurrency'")
			.contains("Concurrency must be at least 1, but is 0.");
	}

	@Test
	void badBufferSizeOfListeners(CapturedOutput output) {
		failToStart("--bus.listener.stream.buffer-size=-5");
		assertThat(output).contains("Invalid value '-5' for configuration property 'bus.listener.stream.buffer-size'")
			.contains("Buffer size must be at least 1 message, but is -5.");
	}

	@Test
	void listenerThatCannotBe(CapturedOutput output) {
		failToStart(BadListener.class);
		assertThat(output)
			.containsPattern("Description:\\s+@BusStream method '.*BadListener.listen\\(\\)' of bean '.*BadListener'"
					+ " has a bad attribute: Invalid subject 'orders..placed'")
			.containsPattern("Action:\\s+Correct the annotation, or what it refers to\\.");
	}

	@Test
	void listenersWithOneId(CapturedOutput output) {
		failToStart(SameId.class);
		assertThat(output)
			.containsPattern("Description:\\s+@BusStream method '.*SameId.second\\(\\)' of bean '.*SameId'"
					+ " cannot be registered: Id 'same' is already taken by the stream listener 'same' of subject 'a'")
			.containsPattern("Action:\\s+Give it another id in the annotation\\.");
	}

	private static void failToStart(String... arguments) {
		failToStart(Application.class, arguments);
	}

	private static void failToStart(Class<?> source, String... arguments) {
		failToStart(new SpringApplication(Application.class, source), arguments);
	}

	private static void failToStartWithout(String library, String... arguments) {
		ResourceLoader resourceLoader = new DefaultResourceLoader(new FilteredClassLoader(library));
		failToStart(new SpringApplication(resourceLoader, Application.class), arguments);
	}

	private static void failToStart(SpringApplication application, String... arguments) {
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusAutoConfiguration.class)
	static class Application {

	}

	static class BadListener {

		@BusStream("orders..placed")
		void listen() {
		}

	}

	static class SameId {

		@BusStream(subject = "a", id = "same")
		void first() {
		}

		@BusStream(subject = "b", id = "same")
		void second() {
		}

	}

}
