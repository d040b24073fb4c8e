package dev.bus.sample;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a NATS client in another language and the sample application understand each
 * other. Where {@code nats-server}, {@code node} or {@code npm} is not installed it is
 * skipped, unless the environment has {@code BUS_REQUIRE_NATS=true} or
 * {@code BUS_REQUIRE_NODE=true}, respectively: then it fails.
 */
@EnabledIf(value = "isInstalledOrRequired", disabledReason = "Skipped: no 'nats-server', 'node' or 'npm' on the PATH. "
		+ "Install them, and set BUS_REQUIRE_NATS=true and BUS_REQUIRE_NODE=true to have their absence fail the build")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "bus.backend=nats")
class NodeInteropTests {

	private static final Path WORK = Path.of("target", "interop");

	private static Process natsServer;

	private static int natsPort;

	@LocalServerPort
	private int port;

	static boolean isInstalledOrRequired() {
		return isInstalledOrRequired("BUS_REQUIRE_NATS", "nats-server")
				&& isInstalledOrRequired("BUS_REQUIRE_NODE", "node", "npm");
	}

	private static boolean isInstalledOrRequired(String variable, String... tools) {
		return Boolean.parseBoolean(System.getenv(variable))
				|| Stream.of(tools).allMatch((tool) -> find(tool).isPresent());
	}

	@DynamicPropertySource
	static void startServer(DynamicPropertyRegistry registry) throws IOException {
		Files.createDirectories(WORK);
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			natsPort = socket.getLocalPort();
		}
		natsServer = new ProcessBuilder(installed("nats-server"), "-a", "127.0.0.1", "-p", String.valueOf(natsPort))
			.redirectErrorStream(true)
			.redirectOutput(WORK.resolve("nats-server.log").toFile())
			.start();
		registry.add("bus.nats.servers", NodeInteropTests::natsUrl);
		// the server may need a moment
		registry.add("bus.nats.startup", () -> "background");
		registry.add("bus.nats.reconnect-wait", () -> "50ms");
	}

	@AfterAll
	static void stopServer() {
		if (natsServer != null) {
			natsServer.destroyForcibly();
		}
	}

	@Test
	void aNodeClientUnderstandsTheApplication() throws Exception {
		// npm is a program for node
		installed("node");
		for (String file : List.of("package.json", "client.mjs")) {
			String content = new ClassPathResource("interop/" + file).getContentAsString(StandardCharsets.UTF_8);
			Files.writeString(WORK.resolve(file), content);
		}
		run("npm", "install", "--no-audit", "--no-fund", "--loglevel=error");
		assertThat(run("node", "client.mjs", natsUrl(), "http://localhost:" + this.port))
			.contains("interop: all is well");
	}

	private static String natsUrl() {
		return "nats://127.0.0.1:" + natsPort;
	}

	private static String run(String tool, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(installed(tool)));
		command.addAll(List.of(arguments));
		Path output = WORK.resolve(tool + ".log");
		Process process = new ProcessBuilder(command).directory(WORK.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		boolean ended = process.waitFor(120, TimeUnit.SECONDS);
		process.destroyForcibly();
		String text = Files.readString(output);
		assertThat(ended).as(text).isTrue();
		assertThat(process.exitValue()).as(text).isZero();
		return text;
	}

	private static String installed(String tool) {
		return find(tool).orElseThrow(() -> new IllegalStateException("No '" + tool + "' on the PATH: install it"));
	}

	private static Optional<String> find(String tool) {
		Stream<String> path = Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)),
				Stream.of("/usr/sbin"));
		return path.map((directory) -> Path.of(directory, tool))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

}
