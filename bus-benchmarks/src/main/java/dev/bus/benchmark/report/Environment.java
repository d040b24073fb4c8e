package dev.bus.benchmark.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import dev.bus.benchmark.harness.Dependencies;
import dev.bus.benchmark.nats.NatsServer;

/**
 * Where and when a report was made.
 *
 * @param machine processor, memory, operating system and disk
 * @param versions the JDK and the libraries that are compared
 * @param date the day, in UTC
 */
record Environment(String machine, String versions, LocalDate date) {

	private static final List<String> LIBRARIES = List.of("dev.bus:bus-spring-boot-autoconfigure",
			"org.springframework.boot:spring-boot", "io.vertx:vertx-core", "com.google.guava:guava", "io.nats:jnats",
			"org.xerial:sqlite-jdbc", "com.zaxxer:HikariCP", "org.jctools:jctools-core", "org.openjdk.jmh:jmh-core");

	static Environment detect() {
		return new Environment(detectMachine(), detectVersions(), LocalDate.now(ZoneOffset.UTC));
	}

	List<String> lines() {
		return List.of("Date: " + this.date + "  ", "Machine: " + this.machine + "  ", "Versions: " + this.versions);
	}

	private static String detectMachine() {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return String.format(Locale.ROOT, "%d processors (%s), %d GB of memory, %s %s, temporary files on %s",
				system.getAvailableProcessors(), processor(), Math.round(system.getTotalMemorySize() / 1e9),
				system.getName(), system.getVersion(), fileSystem());
	}

	private static String processor() {
		Path description = Path.of("/proc/cpuinfo");
		if (!Files.isReadable(description)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(description)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).trim())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String fileSystem() {
		try {
			return Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).type();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String detectVersions() {
		Dependencies dependencies = Dependencies.load();
		String jdk = System.getProperty("java.vendor.version", "") + " JDK " + Runtime.version();
		String libraries = LIBRARIES.stream()
			.map((library) -> library.substring(library.indexOf(':') + 1) + " " + dependencies.version(library))
			.collect(Collectors.joining(", "));
		String server = NatsServer.version().map((version) -> ", nats-server " + version).orElse("");
		return jdk.trim() + ", " + libraries + server;
	}

}
