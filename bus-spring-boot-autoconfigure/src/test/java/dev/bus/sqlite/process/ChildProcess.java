package dev.bus.sqlite.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that a test has started. It is spoken to in lines: the test writes commands,
 * the process answers with lines of a word and its arguments. What a process has written
 * is there even if it was killed right after.
 */
final class ChildProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Process process;

	private final PrintStream input;

	private final List<String> lines = new ArrayList<>();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Thread reader;

	private boolean ended;

	private ChildProcess(List<String> command) throws IOException {
		this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
		this.input = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.reader = new Thread(this::read, "child-reader-" + this.process.pid());
		this.reader.setDaemon(true);
		this.reader.start();
	}

	/**
	 * Start a program in a JVM.
	 * @param program its main class
	 * @param arguments what the main class gets
	 */
	static ChildProcess java(Class<?> program, Object... arguments) throws IOException {
		return java(List.of(), List.of(), program, arguments);
	}

	/**
	 * Start a program in a JVM.
	 * @param wrapper the command that runs the JVM, empty for none
	 * @param options options of the JVM
	 * @param program its main class
	 * @param arguments what the main class gets
	 */
	static ChildProcess java(List<String> wrapper, List<String> options, Class<?> program, Object... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(wrapper);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// these live too short for more
		command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m",
				"-Dorg.apache.commons.logging.LogFactory=org.apache.commons.logging.impl.LogFactoryImpl",
				"-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.SimpleLog",
				"-Dorg.apache.commons.logging.simplelog.defaultlog=warn"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new ChildProcess(command);
	}

	/**
	 * Start any other program.
	 */
	static ChildProcess of(String... command) throws IOException {
		return new ChildProcess(List.of(command));
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			String line = output.readLine();
			while (line != null) {
				add(line);
				line = output.readLine();
			}
		}
		catch (IOException ex) {
			add("cannot be read any more: " + ex);
		}
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(String line) {
		this.lock.lock();
		try {
			this.lines.add(line);
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	long pid() {
		return this.process.pid();
	}

	void send(String command) {
		this.input.println(command);
	}

	/**
	 * Wait for the first line that begins with the given words.
	 * @return the rest of the line
	 */
	String await(String words) throws InterruptedException {
		return await(words, 1).get(0);
	}

	/**
	 * Wait for lines that begin with the given words.
	 * @return the rests of all such lines
	 */
	List<String> await(String words, int count) throws InterruptedException {
		long nanos = TIMEOUT.toNanos();
		this.lock.lock();
		try {
			List<String> found = find(words);
			while (found.size() < count && !this.ended && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
				found = find(words);
			}
			assertThat(found)
				.as("lines with '%s' of a process that %s and wrote %s", words, this.ended ? "has ended" : "is running",
						this.lines)
				.hasSizeGreaterThanOrEqualTo(count);
			return found;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the rests of all lines so far that begin with the given words.
	 */
	List<String> find(String words) {
		String prefix = words + " ";
		this.lock.lock();
		try {
			return this.lines.stream()
				.filter((line) -> line.equals(words) || line.startsWith(prefix))
				.map((line) -> line.equals(words) ? "" : line.substring(prefix.length()))
				.toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return all that was written so far.
	 */
	String output() {
		this.lock.lock();
		try {
			return String.join("\n", this.lines);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop all its threads where they are, until {@link #resume}.
	 */
	void suspend() throws IOException, InterruptedException {
		signal("STOP");
	}

	void resume() throws IOException, InterruptedException {
		signal("CONT");
	}

	private void signal(String name) throws IOException, InterruptedException {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).inheritIO().start();
		assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(kill.exitValue()).isZero();
	}

	/**
	 * Kill it as {@code kill -9} does, and wait until all that it wrote is read.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * Have it end by itself.
	 * @return its exit value
	 */
	int end() throws InterruptedException {
		this.input.close();
		awaitEnd();
		return this.process.exitValue();
	}

	/**
	 * Wait until it has ended by itself.
	 */
	void awaitEnd() throws InterruptedException {
		assertThat(this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as(output()).isTrue();
		this.reader.join(TIMEOUT.toMillis());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.input.close();
	}

}
