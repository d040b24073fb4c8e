package dev.bus.benchmark.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs beside this one, on the same JDK. What it prints is kept in files that
 * end with it.
 *
 * @since 0.1.0
 */
public final class JvmProcess implements AutoCloseable {

	private final Path directory;

	private final Process process;

	private JvmProcess(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Start a JVM on the class path of this one.
	 * @param jvmArguments arguments of the JVM
	 * @param mainClass the class to run
	 * @param arguments its arguments
	 * @return the process
	 */
	public static JvmProcess start(List<String> jvmArguments, Class<?> mainClass, List<String> arguments) {
		return start(ManagementFactory.getRuntimeMXBean().getClassPath(), jvmArguments, mainClass, arguments);
	}

	/**
	 * Start a JVM on a class path.
	 * @param classPath the class path
	 * @param jvmArguments arguments of the JVM
	 * @param mainClass the class to run
	 * @param arguments its arguments
	 * @return the process
	 */
	public static JvmProcess start(String classPath, List<String> jvmArguments, Class<?> mainClass,
			List<String> arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmArguments);
		command.addAll(List.of("-cp", classPath, mainClass.getName()));
		command.addAll(arguments);
		try {
			Path directory = Files.createTempDirectory("bus-benchmark-");
			Process process = new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile())
				.redirectError(directory.resolve("err").toFile())
				.start();
			return new JvmProcess(directory, process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + String.join(" ", command), ex);
		}
	}

	/**
	 * Wait for the end of the process.
	 * @param timeout how long to wait at most
	 * @return the exit code
	 * @throws BenchmarkException if it still runs then
	 */
	public int await(Duration timeout) {
		try {
			if (!this.process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new BenchmarkException("The process did not end within " + timeout);
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new BenchmarkException("Interrupted while a process was running", ex);
		}
	}

	/**
	 * Return whether the process runs.
	 * @return {@code false} after its end
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Return what the process printed.
	 * @return the lines of its standard output
	 */
	public List<String> output() {
		return lines("out");
	}

	/**
	 * Return what the process complained about.
	 * @return the lines of its standard error
	 */
	public List<String> errors() {
		return lines("err");
	}

	private List<String> lines(String file) {
		try {
			return Files.readAllLines(this.directory.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the process and those that it started, and remove what it printed.
	 */
	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
		TemporaryDirectory.delete(this.directory);
	}

}
