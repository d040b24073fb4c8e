package dev.bus.sqlite.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a file that the user of the process may not write. Permissions say nothing to
 * root, unless it gives up its privileges.
 */
@EnabledOnOs(OS.LINUX)
class ReadOnlyTests {

	private static final List<String> WITHOUT_PRIVILEGES = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void createFile() {
		this.file = this.directory.resolve("bus.db");
		try (SqliteMessenger messenger = Program.open(this.file.toString())) {
			messenger.publish(BusMessage.of("events", "before"));
		}
	}

	@AfterEach
	void makeWritable() throws Exception {
		permit(this.directory, "rwx------");
	}

	@Test
	void aFileThatMayBeWrittenIsUsed() throws Exception {
		try (ChildProcess process = start()) {
			process.await("FIRST published");
			process.await("SECOND published");
		}
	}

	@Test
	void aFileThatMayNotBeWrittenIsRefusedAtTheStart() throws Exception {
		permit(this.file, "r--r--r--");
		try (ChildProcess process = start()) {
			assertThat(process.await("FIRST refused")).startsWith("READ_ONLY ")
				.contains("'" + this.file + "': it cannot be written")
				.contains("Make the file, the files '-wal' and '-shm' beside it and their directory writable");
			assertThat(process.await("SECOND refused")).startsWith("READ_ONLY ");
		}
	}

	@Test
	void aDirectoryThatMayNotBeWrittenIsRefusedAtTheStart() throws Exception {
		permit(this.directory, "r-x------");
		try (ChildProcess process = start()) {
			assertRefused(process);
		}
	}

	@Test
	void aDirectoryThatMayNotBeWrittenIsRefusedWhereThereIsNoFile() throws Exception {
		Files.delete(this.file);
		permit(this.directory, "r-x------");
		try (ChildProcess process = start()) {
			assertRefused(process);
		}
	}

	@Test
	void aLogThatMayNotBeWrittenIsRefusedWhileAnotherProcessUsesTheFile() throws Exception {
		try (SqliteMessenger messenger = Program.open(this.file.toString())) {
			messenger.publish(BusMessage.of("events", "in the log"));
			permit(Path.of(this.file + "-wal"), "r--r--r--");
			permit(Path.of(this.file + "-shm"), "r--r--r--");
			try (ChildProcess process = start()) {
				assertRefused(process);
			}
			messenger.publish(BusMessage.of("events", "after"));
		}
	}

	private void assertRefused(ChildProcess process) throws InterruptedException {
		for (String attempt : new String[] { "FIRST", "SECOND" }) {
			assertThat(process.await(attempt + " refused")).containsPattern("^(READ_ONLY|CANNOT_OPEN) ")
				.contains("'" + this.file + "'")
				.containsPattern("[Mm]ake .*directory writable for this user");
		}
	}

	private ChildProcess start() throws Exception {
		boolean privileged = "root".equals(System.getProperty("user.name"));
		return ChildProcess.java(privileged ? WITHOUT_PRIVILEGES : List.of(), List.of(), StartProgram.class, this.file);
	}

	private static void permit(Path path, String permissions) throws Exception {
		Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
	}

}
