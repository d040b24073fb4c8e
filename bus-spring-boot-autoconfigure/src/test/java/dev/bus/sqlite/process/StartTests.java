package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that start on one file.
 */
class StartTests {

	private static final int PROCESSES = 8;

	@TempDir
	private Path directory;

	@Test
	void eightProcessesAtOnceMakeOneFileAndTalk() throws Exception {
		Path file = this.directory.resolve("bus.db");
		List<ChildProcess> processes = new ArrayList<>();
		try {
			for (int i = 0; i < PROCESSES; i++) {
				processes.add(ChildProcess.java(SubscriberProgram.class, file));
			}
			List<String> messages = new ArrayList<>();
			for (ChildProcess process : processes) {
				process.await("READY");
			}
			for (ChildProcess process : processes) {
				messages.add("message " + messages.size());
				process.send(messages.get(messages.size() - 1));
			}
			for (ChildProcess process : processes) {
				assertThat(process.await("GOT", PROCESSES)).containsExactlyInAnyOrderElementsOf(messages);
			}
			for (ChildProcess process : processes) {
				assertThat(process.end()).as(process.output()).isZero();
				assertThat(process.find("GOT")).hasSize(PROCESSES);
			}
		}
		finally {
			processes.forEach(ChildProcess::close);
		}
		SqliteShell shell = new SqliteShell(file);
		assertThat(shell.run("PRAGMA integrity_check")).containsExactly("ok");
		assertThat(shell.run("SELECT * FROM bus_meta")).containsExactly("schema_version|1");
		assertThat(shell.run("PRAGMA journal_mode")).containsExactly("wal");
	}

}
