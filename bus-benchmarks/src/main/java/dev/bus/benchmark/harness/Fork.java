package dev.bus.benchmark.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one side of a case in a fresh JVM, where no other side has been compiled.
 *
 * @since 0.1.0
 */
public final class Fork {

	private static final List<String> JVM_ARGUMENTS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC",
			"-Dlogback.configurationFile=dev/bus/benchmark/logback.xml");

	private static final Duration SETUP_TIMEOUT = Duration.ofMinutes(5);

	private static final int ERROR_LINES = 30;

	private final Class<?> mainClass;

	private final String benchmark;

	private final int side;

	private final Timing timing;

	Fork(Class<?> mainClass, String benchmark, int side, Timing timing) {
		this.mainClass = mainClass;
		this.benchmark = benchmark;
		this.side = side;
		this.timing = timing;
	}

	Result run(List<String> furtherJvmArguments) {
		List<String> jvmArguments = new ArrayList<>(JVM_ARGUMENTS);
		jvmArguments.addAll(furtherJvmArguments);
		List<String> arguments = List.of(this.benchmark, String.valueOf(this.side), this.timing.toText());
		try (JvmProcess process = JvmProcess.start(jvmArguments, this.mainClass, arguments)) {
			int exitCode = process.await(SETUP_TIMEOUT.plus(this.timing.total().multipliedBy(2)));
			List<String> output = process.output();
			String last = output.isEmpty() ? "" : output.get(output.size() - 1);
			if (exitCode != 0 || last.isEmpty()) {
				throw failure(exitCode, last, process.errors());
			}
			return Result.parse(last);
		}
	}

	private static BenchmarkException failure(int exitCode, String last, List<String> errors) {
		List<String> tail = errors.subList(Math.max(0, errors.size() - ERROR_LINES), errors.size());
		return new BenchmarkException(last.isEmpty() ? "the JVM ended with exit code " + exitCode : last,
				new BenchmarkException(String.join(System.lineSeparator(), tail)));
	}

}
