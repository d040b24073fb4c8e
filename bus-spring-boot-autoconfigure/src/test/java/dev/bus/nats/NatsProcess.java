package dev.bus.nats;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A {@code nats-server} of the {@code PATH} that runs as a child process on a free port
 * of the loopback interface, and can be killed, stopped and started again on it.
 */
public final class NatsProcess implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final Path directory;

	private final int port;

	private final List<String> arguments;

	private Process process;

	private NatsProcess(int port, List<String> arguments) {
		this.port = port;
		this.arguments = arguments;
		try {
			this.directory = Files.createTempDirectory("bus-nats");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Find the server binary.
	 * @return its path, if it is installed
	 */
	public static Optional<String> binary() {
		Stream<String> directories = Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)),
				Stream.of("/usr/sbin", "/usr/local/sbin"));
		return directories.map((directory) -> Path.of(directory, "nats-server"))
			.filter(Files::isExecutable)
			.map(Path::toString)
			.findFirst();
	}

	/**
	 * Ask the server binary for its version.
	 * @return the version, if it is installed
	 */
	public static Optional<String> version() {
		return binary().map((binary) -> {
			try {
				Process process = new ProcessBuilder(binary, "--version").start();
				String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				return output.strip().replaceFirst(".*v", "");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	/**
	 * Start a server.
	 * @param arguments further arguments of the command line
	 * @return the server, which accepts connections
	 */
	public static NatsProcess start(String... arguments) {
		return startOn(freePort(), arguments);
	}

	/**
	 * Start a server with a configuration file.
	 * @param configuration the content of the file
	 * @return the server, which accepts connections
	 */
	public static NatsProcess startWith(String configuration) {
		NatsProcess server = new NatsProcess(freePort(), new ArrayList<>());
		server.arguments.addAll(List.of("-c", server.write("nats.conf", configuration).toString()));
		server.startAgain();
		return server;
	}

	/**
	 * Start a server on a given port.
	 * @param port the port
	 * @param arguments further arguments of the command line
	 * @return the server, which accepts connections
	 */
	public static NatsProcess startOn(int port, String... arguments) {
		NatsProcess server = new NatsProcess(port, List.of(arguments));
		server.startAgain();
		return server;
	}

	/**
	 * Find a port that nobody listens on.
	 * @return the port
	 */
	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start the server again, on the same port.
	 */
	public void startAgain() {
		List<String> command = new ArrayList<>(List.of(installed(), "-a", HOST, "-p", String.valueOf(this.port)));
		command.addAll(this.arguments);
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.directory.resolve("log").toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::accepts);
	}

	/**
	 * Change the configuration file and have the server read it.
	 * @param configuration the content of the file
	 */
	public void reconfigure(String configuration) {
		write("nats.conf", configuration);
		signal("HUP");
	}

	/**
	 * Kill the server, which gets no chance to say goodbye.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	/**
	 * Have the server tell its clients that it will shut down.
	 */
	public void enterLameDuckMode() {
		signal("USR2");
	}

	/**
	 * Stop the server from running while its connections stay.
	 */
	public void freeze() {
		signal("STOP");
	}

	/**
	 * Have a frozen server run on.
	 */
	public void thaw() {
		signal("CONT");
	}

	/**
	 * Write a file beside the configuration.
	 * @param name the name of the file
	 * @param content its content
	 * @return its path
	 */
	public Path write(String name, String content) {
		try {
			return Files.writeString(this.directory.resolve(name), content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return what the server has logged.
	 * @return the text
	 */
	public String log() {
		try {
			return Files.readString(this.directory.resolve("log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public int port() {
		return this.port;
	}

	public String url() {
		return "nats://" + HOST + ":" + this.port;
	}

	@Override
	public void close() {
		thaw();
		kill();
	}

	private static String installed() {
		return binary().orElseThrow(() -> new IllegalStateException("No 'nats-server' on the PATH: install it"));
	}

	private boolean accepts() {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("nats-server has ended: " + log());
		}
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(HOST, this.port), 500);
			return socket.getInputStream().read() == 'I';
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void signal(String name) {
		if (!this.process.isAlive()) {
			return;
		}
		try {
			new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void awaitExit() {
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
