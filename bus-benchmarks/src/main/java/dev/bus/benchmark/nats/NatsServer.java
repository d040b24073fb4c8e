package dev.bus.benchmark.nats;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.TemporaryDirectory;

/**
 * A {@code nats-server} on free ports of the loopback interface, which ends with this
 * object or this JVM.
 *
 * @since 0.1.0
 */
public final class NatsServer implements AutoCloseable {

	private static final String NAME = "nats-server";

	private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

	private final TemporaryDirectory directory = new TemporaryDirectory();

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final String url;

	private final URI statistics;

	NatsServer() {
		this.process = start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		JsonNode ports = awaitPorts();
		this.url = ports.get("nats").get(0).asString();
		this.statistics = URI.create(ports.get("monitoring").get(0).asString() + "/varz");
	}

	private Process start() {
		String directory = this.directory.path().toString();
		try {
			return new ProcessBuilder(require().toString(), "--addr", "127.0.0.1", "--port", "-1", "--http_port", "-1",
					"--ports_file_dir", directory)
				.redirectErrorStream(true)
				.redirectOutput(this.directory.path().resolve("log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + NAME, ex);
		}
	}

	private static Path require() {
		return find().orElseThrow(() -> new BenchmarkException("There is no " + NAME
				+ " on the PATH or in /usr/sbin: install it from https://nats.io/download or your distribution"));
	}

	private static Optional<Path> find() {
		String path = System.getenv().getOrDefault("PATH", "");
		return Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, NAME))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Return whether there is a server to start.
	 * @return {@code true} if one was found
	 */
	public static boolean isInstalled() {
		return find().isPresent();
	}

	/**
	 * Return the version of the server.
	 * @return the version, empty if none was found
	 */
	public static Optional<String> version() {
		return find().map(NatsServer::version);
	}

	private static String version(Path executable) {
		try {
			Process process = new ProcessBuilder(executable.toString(), "--version").redirectErrorStream(true).start();
			try (BufferedReader output = process.inputReader()) {
				return output.lines().collect(Collectors.joining(" ")).replaceFirst("nats-server: v?", "");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot ask " + executable + " for its version", ex);
		}
	}

	/**
	 * Wait for the file in which the server says where it listens.
	 */
	private JsonNode awaitPorts() {
		Path file = this.directory.path().resolve(NAME + "_" + this.process.pid() + ".ports");
		long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
		while (System.nanoTime() < deadline && this.process.isAlive()) {
			if (Files.exists(file)) {
				JsonNode ports = JsonMapper.shared().readTree(file.toFile());
				if (ports.has("nats") && ports.has("monitoring")) {
					return ports;
				}
			}
			pause();
		}
		throw new BenchmarkException(NAME + " did not start within " + START_TIMEOUT + ": " + log());
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(5);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BenchmarkException("Interrupted while " + NAME + " was starting", ex);
		}
	}

	private String log() {
		try (Stream<String> lines = Files.lines(this.directory.path().resolve("log"))) {
			return String.join(" ", lines.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where clients connect to.
	 */
	String url() {
		return this.url;
	}

	/**
	 * Return how many messages the server has received.
	 */
	long received() {
		try {
			HttpResponse<String> response = this.http.send(HttpRequest.newBuilder(this.statistics).build(),
					HttpResponse.BodyHandlers.ofString());
			return JsonMapper.shared().readTree(response.body()).get("in_msgs").asLong();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot ask " + this.statistics, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BenchmarkException("Interrupted while asking " + this.statistics, ex);
		}
	}

	/**
	 * End the server and remove its files.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
		this.directory.close();
	}

}
