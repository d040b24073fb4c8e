package dev.bus.sqlite.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a process that cannot load the native library of SQLite.
 */
class NativeLibraryTests {

	@TempDir
	private Path directory;

	@Test
	void theFailureNamesThePropertyThatHelpsEachTime() throws Exception {
		Path noDirectory = Files.createFile(this.directory.resolve("file")).resolve("temporary");
		Path file = this.directory.resolve("bus.db");
		try (ChildProcess process = ChildProcess.java(List.of(), List.of("-Dorg.sqlite.tmpdir=" + noDirectory),
				StartProgram.class, file)) {
			for (String attempt : new String[] { "FIRST", "SECOND" }) {
				assertThat(process.await(attempt + " refused")).startsWith("NATIVE_LIBRARY ")
					.contains("'" + file + "': the native library of SQLite could not be loaded")
					.contains("Set the system property 'org.sqlite.tmpdir' to a directory that this user may write");
			}
		}
	}

}
