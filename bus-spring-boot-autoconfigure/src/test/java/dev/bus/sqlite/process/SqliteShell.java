package dev.bus.sqlite.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The {@code sqlite3} shell: another program, with a SQLite library of its own, that
 * reads and writes the tables as a Go process does.
 */
final class SqliteShell {

	private final Path file;

	SqliteShell(Path file) {
		this.file = file;
	}

	/**
	 * Run statements in a new process.
	 * @return the rows, columns separated by {@code |}
	 */
	List<String> run(String sql) throws IOException, InterruptedException {
		Process process = new ProcessBuilder("sqlite3", "-bail", "-cmd", ".timeout 10000", this.file.toString(), sql)
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().close();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
			return output.lines().toList();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Run statements that give one number.
	 */
	long number(String sql) throws IOException, InterruptedException {
		return Long.parseLong(run(sql).get(0));
	}

}
