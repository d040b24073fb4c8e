package dev.bus.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bus.autoconfigure.KeepAliveApplication.Listening;
import dev.bus.autoconfigure.KeepAliveApplication.Silent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BusKeepAlive}, some of them with a JVM of their own.
 */
class KeepAliveTests {

	private static final String THREAD = "bus-keep-alive";

	@Test
	void threadLivesFromTheStartToTheCloseOfAnApplicationThatListens() {
		try (ConfigurableApplicationContext context = KeepAliveApplication.run(Listening.class)) {
			assertThat(keepAlive()).get().matches((thread) -> !thread.isDaemon());
			context.close();
			Awaitility.await().untilAsserted(() -> assertThat(keepAlive()).isEmpty());
		}
	}

	@Test
	void threadSurvivesPauseAndRestart() {
		try (ConfigurableApplicationContext context = KeepAliveApplication.run(Listening.class)) {
			Optional<Thread> before = keepAlive();
			context.pause();
			assertThat(keepAlive()).isPresent().isEqualTo(before);
			context.restart();
			assertThat(keepAlive()).isPresent().isEqualTo(before);
		}
	}

	@Test
	void applicationWithoutListenersHasNoThread() {
		try (ConfigurableApplicationContext context = KeepAliveApplication.run(Silent.class)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(keepAlive()).isEmpty();
		}
	}

	@Test
	void applicationWhoseListenersDoNotRunHasNoThread() {
		try (ConfigurableApplicationContext context = KeepAliveApplication.run(Listening.class,
				"--bus.listener.auto-startup=false")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(keepAlive()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void applicationThatOnlyListensStaysAlive(boolean virtualThreads) throws Exception {
		Process process = start("listening", "--spring.threads.virtual.enabled=" + virtualThreads);
		try (BufferedReader output = reader(process);
				PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8)) {
			assertThat(lineStartingWith("MAIN ENDED", output)).isNotNull();
			assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("ended by itself").isFalse();
			input.println("ada");
			assertThat(lineStartingWith("REPLY ", output)).isEqualTo("REPLY hello ada");
			input.println();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended with its context").isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void applicationWithoutListenersEnds() throws Exception {
		Process process = start("silent");
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Optional<Thread> keepAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(THREAD))
			.findFirst();
	}

	private static Process start(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), KeepAliveApplication.class.getName()));
		command.addAll(List.of(arguments));
		// on the class path of the tests, and there is no compose file
		command.add("--spring.docker.compose.enabled=false");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		// ends the reading of its output, too
		CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
		return process;
	}

	private static BufferedReader reader(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private static String lineStartingWith(String prefix, BufferedReader output) throws IOException {
		String line = output.readLine();
		while (line != null && !line.startsWith(prefix)) {
			line = output.readLine();
		}
		return line;
	}

}
