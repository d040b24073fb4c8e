package dev.bus.sqlite.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a process that the operating system does not let make its files larger, as if
 * the disk was full.
 */
@EnabledOnOs(OS.LINUX)
class FullDiskTests {

	private static final String PAYLOADS = "SELECT TRIM(CAST(data AS TEXT)) FROM bus_events ORDER BY id";

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("bus.db");
	}

	private SqliteShell shell() {
		return new SqliteShell(file());
	}

	@Test
	void whatFitsIsThereAndWhatDoesNotIsRefused() throws Exception {
		try (ChildProcess process = ChildProcess.java(DiskProgram.class, file())) {
			process.await("READY");
			limitFiles(process, String.valueOf(1024 * 1024));
			process.send("all first");
			process.await("END first");
			assertThat(process.find("REFUSED")).isNotEmpty()
				.allSatisfy((refused) -> assertThat(refused).contains("Not written to the bus database")
					.contains("check the disk"));
			assertThat(shell().run(PAYLOADS)).isNotEmpty().containsExactlyElementsOf(process.find("ACK"));
			limitFiles(process, "unlimited");
			int before = process.find("ACK").size();
			process.send("all second");
			process.await("END second");
			assertThat(process.find("ACK")).hasSize(before + DiskProgram.COUNT + 1);
			process.send("status");
			process.await("STATUS CONNECTED");
			assertThat(process.end()).isZero();
			assertThat(shell().run(PAYLOADS)).containsExactlyElementsOf(process.find("ACK"));
			assertThat(shell().run("PRAGMA integrity_check")).containsExactly("ok");
		}
	}

	@Test
	void publishingGoesOnInTheRoomThatTheCleanUpMakes() throws Exception {
		try (SqliteMessenger messenger = Program.open(file().toString())) {
			for (int i = 0; i < DiskProgram.COUNT; i++) {
				messenger.publishAsync(BusMessage.of("events", " ".repeat(10_000)));
			}
		}
		// the clean-up gives room back to the system, where others may take it
		long room = Files.size(file());
		try (ChildProcess process = ChildProcess.java(DiskProgram.class, file(), "retention=PT1S",
				"cleanupInterval=PT0.2S")) {
			process.await("READY");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> shell().number("SELECT COUNT(*) FROM bus_events") == 0);
			limitFiles(process, String.valueOf(room));
			process.send("again paced");
			process.await("END paced");
			assertThat(process.find("REFUSED")).isNotEmpty();
			assertThat(process.end()).isZero();
		}
		assertThat(shell().run("PRAGMA integrity_check")).containsExactly("ok");
	}

	private static void limitFiles(ChildProcess process, String limit) throws IOException, InterruptedException {
		Process prlimit = new ProcessBuilder(
				List.of("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + limit + ":"))
			.inheritIO()
			.start();
		assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(prlimit.exitValue()).isZero();
	}

}
