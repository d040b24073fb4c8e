package dev.bus.benchmark.boot;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Dependencies;
import dev.bus.benchmark.harness.JvmProcess;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.TemporaryDirectory;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * The start of an empty application, in a JVM whose class path is what one starter
 * brings. The value is the time from the start of that JVM until the application is
 * ready.
 */
final class StartUp implements Trial {

	private static final String CLASS_FILE = EmptyApplication.class.getName().replace('.', '/') + ".class";

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	private final String starter;

	StartUp(String starter) {
		this.starter = starter;
	}

	@Override
	public Result run(Timing timing) throws IOException {
		try (TemporaryDirectory classes = new TemporaryDirectory()) {
			copyApplication(classes.path());
			String classPath = classes.path() + File.pathSeparator + libraries();
			List<String> jvmArguments = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");
			try (JvmProcess process = JvmProcess.start(classPath, jvmArguments, EmptyApplication.class, List.of())) {
				int exitCode = process.await(TIMEOUT);
				if (exitCode != 0) {
					throw new BenchmarkException("The application ended with exit code " + exitCode + ": "
							+ String.join(" ", process.errors()));
				}
				List<String> output = process.output();
				return Result.parse(output.get(output.size() - 1));
			}
		}
	}

	/**
	 * Copy the class of the application out of this jar, whose manifest would add all
	 * other libraries to the class path.
	 */
	private static void copyApplication(Path directory) throws IOException {
		Path target = directory.resolve(CLASS_FILE);
		Files.createDirectories(target.getParent());
		try (InputStream classFile = StartUp.class.getResourceAsStream("/" + CLASS_FILE)) {
			if (classFile == null) {
				throw new BenchmarkException("No class file " + CLASS_FILE);
			}
			Files.copy(classFile, target);
		}
	}

	private String libraries() {
		Path directory = Path.of(ManagementFactory.getRuntimeMXBean().getClassPath())
			.toAbsolutePath()
			.resolveSibling("lib");
		return Dependencies.load()
			.jars(this.starter)
			.stream()
			.map((jar) -> existing(directory.resolve(jar)))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String existing(Path jar) {
		if (!Files.exists(jar)) {
			throw new BenchmarkException("There is no " + jar + ": run the packaged jar, next to its directory lib");
		}
		return jar.toString();
	}

}
