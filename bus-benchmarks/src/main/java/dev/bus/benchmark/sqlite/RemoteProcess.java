package dev.bus.benchmark.sqlite;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

import dev.bus.benchmark.harness.JvmProcess;

/**
 * The other process of a case that has two.
 */
final class RemoteProcess {

	private static final List<String> JVM_ARGUMENTS = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC",
			"-Dlogback.configurationFile=dev/bus/benchmark/logback.xml");

	private RemoteProcess() {
	}

	static JvmProcess start(Class<?> mainClass, String... arguments) {
		return JvmProcess.start(JVM_ARGUMENTS, mainClass, List.of(arguments));
	}

	/**
	 * Wait, in the other process, until the process that started it ends.
	 */
	static void awaitEnd() throws IOException {
		System.in.transferTo(OutputStream.nullOutputStream());
	}

}
