package dev.bus.benchmark.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.benchmark.harness.BenchmarkException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MarkdownFileTests {

	@TempDir
	private Path directory;

	@Test
	void onlyThePartBetweenTheMarkersIsReplaced() throws Exception {
		Path file = this.directory.resolve("performance.md");
		Files.writeString(file, "# Title\n<!-- report -->\nold\n<!-- /report -->\nafter\n");
		new MarkdownFile(file).write(List.of("new", "lines"));
		assertThat(file).hasContent("# Title\n<!-- report -->\nnew\nlines\n<!-- /report -->\nafter\n");
	}

	@Test
	void aFileWithoutMarkersIsMadeAnew() throws Exception {
		Path file = this.directory.resolve("performance.md");
		new MarkdownFile(file).write(List.of("new"));
		assertThat(file).hasContent("<!-- report -->\nnew\n<!-- /report -->\n");
	}

	@Test
	void aFileThatCannotBeWrittenIsNamed() {
		Path file = this.directory.resolve("missing").resolve("performance.md");
		assertThatExceptionOfType(BenchmarkException.class).isThrownBy(() -> new MarkdownFile(file).write(List.of()))
			.withMessageContaining(file.toString());
	}

}
