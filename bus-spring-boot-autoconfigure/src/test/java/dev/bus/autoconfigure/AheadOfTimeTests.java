package dev.bus.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplicationAotProcessor;

import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that was processed ahead of time, as the build plugins of
 * Spring Boot do it, and runs in a JVM of its own.
 */
class AheadOfTimeTests {

	@TempDir
	private static Path directory;

	@BeforeAll
	static void processAheadOfTime() throws Exception {
		Path sources = directory.resolve("sources");
		SpringApplicationAotProcessor.main(new String[] { AheadOfTimeApplication.class.getName(), sources.toString(),
				directory.resolve("resources").toString(), directory.resolve("classes").toString(), "test", "test" });
		List<String> compiler = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", directory.resolve("classes").toString()));
		filesBelow(sources).forEach((file) -> compiler.add(file.toString()));
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, compiler.toArray(String[]::new)))
			.isZero();
	}

	@Test
	void beansAreDefinedByGeneratedCode() throws IOException {
		assertThat(filesBelow(directory.resolve("sources"))).extracting((file) -> file.getFileName().toString())
			.contains("BusAutoConfiguration__BeanDefinitions.java", "BusListenerConfiguration__BeanDefinitions.java");
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-memory", "inMemory" })
	void listenersAnswer(String backend) throws Exception {
		assertThat(run(0, "--bus.backend=" + backend)).contains("AOT-processed", "REPLY Order[id=7]")
			.contains("REFUSED Invalid payload: id must not be blank");
	}

	@Test
	void engineIsChosenWhenTheApplicationRuns() throws Exception {
		assertThat(run(1, "--bus.backend=nats", "--bus.nats.servers=nats://127.0.0.1:1"))
			.contains("Could not connect to NATS at nats://127.0.0.1:1");
	}

	@Test
	@EnabledWithNats
	void listenersAnswerOverNats() throws Exception {
		assertThat(run(0, "--bus.backend=nats", "--bus.nats.servers=" + NatsServers.shared()))
			.contains("AOT-processed", "REPLY Order[id=7]")
			.contains("REFUSED Invalid payload: id must not be blank");
	}

	@Test
	void listenersAnswerThroughAFile() throws Exception {
		Path file = directory.resolve("bus.db");
		assertThat(run(0, "--bus.backend=sqlite", "--bus.sqlite.path=" + file, "--bus.sqlite.local-requests=never"))
			.contains("AOT-processed", "Bus runs on the sqlite engine", "REPLY Order[id=7]");
		assertThat(file).isNotEmptyFile();
	}

	@Test
	void nativeImageIsToldOfMethodsAndPayloadsOfListeners() throws IOException {
		List<Path> metadata = filesBelow(directory.resolve("resources"))
			.filter((file) -> file.endsWith("reachability-metadata.json"))
			.toList();
		assertThat(metadata).singleElement()
			.satisfies((file) -> assertThat(file).content()
				.containsPattern("\"type\": \"" + AheadOfTimeApplication.class.getName() + "\"")
				.contains("\"name\": \"get\"")
				.contains(AheadOfTimeApplication.Order.class.getName()));
	}

	private static String run(int exitValue, String... arguments) throws Exception {
		Path output = directory.resolve("output.txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
						"-cp", classPath(), AheadOfTimeApplication.class.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		String text = Files.readString(output, StandardCharsets.UTF_8);
		assertThat(process.exitValue()).as(text).isEqualTo(exitValue);
		return text;
	}

	private static String classPath() {
		return String.join(System.getProperty("path.separator"), directory.resolve("classes").toString(),
				directory.resolve("resources").toString(), System.getProperty("java.class.path"));
	}

	private static Stream<Path> filesBelow(Path path) throws IOException {
		try (Stream<Path> files = Files.walk(path)) {
			return files.filter(Files::isRegularFile).toList().stream();
		}
	}

}
