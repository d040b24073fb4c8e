package dev.bus.benchmark.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A JVM that runs beside this one, on the same JDK. What it prints and its temporary
 * files are in a directory that ends with it, and it ends with this JVM at the latest.
 *
 * @since 0.1.0
 */
public final class JvmProcess implements AutoCloseable {

	private static final Set<JvmProcess> LIVE = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVE.forEach(JvmProcess::close)));
	}

	private final TemporaryDirectory directory;

	private final Process process;

	private JvmProcess(TemporaryDirectory directory, Process process) {
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
		TemporaryDirectory directory = new TemporaryDirectory();
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmArguments);
		command.add("-Djava.io.tmpdir=" + directory.path());
		command.addAll(List.of("-cp", classPath, mainClass.getName()));
		command.addAll(arguments);
		try {
			Process process = new ProcessBuilder(command).redirectOutput(directory.path().resolve("out").toFile())
				.redirectError(directory.path().resolve("err").toFile())
				.start();
			JvmProcess started = new JvmProcess(directory, process);
			LIVE.add(started);
			return started;
		}
		catch (IOException ex) {
			directory.close();
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
			return Files.readAllLines(this.directory.path().resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End the process and those that it started, and remove their files.
	 */
	@Override
	public void close() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly().onExit().join();
		this.directory.close();
		LIVE.remove(this);
	}

}
