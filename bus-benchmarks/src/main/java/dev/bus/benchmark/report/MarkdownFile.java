package dev.bus.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * A Markdown file with a part that is generated, between two markers.
 */
final class MarkdownFile {

	private static final String BEGIN = "<!-- report -->";

	private static final String END = "<!-- /report -->";

	private final Path file;

	MarkdownFile(Path file) {
		this.file = file;
	}

	void write(List<String> lines) {
		try {
			String text = Files.exists(this.file) ? Files.readString(this.file) : "";
			Files.writeString(this.file, replaceGenerated(text, String.join("\n", lines)));
		}
		catch (IOException ex) {
			throw new BenchmarkException("Cannot write the Markdown file " + this.file + ": " + ex.getMessage(), ex);
		}
	}

	private static String replaceGenerated(String text, String generated) {
		int begin = text.indexOf(BEGIN);
		int end = text.indexOf(END);
		if (begin < 0 || end < begin) {
			return BEGIN + "\n" + generated + "\n" + END + "\n";
		}
		return text.substring(0, begin) + BEGIN + "\n" + generated + "\n" + text.substring(end);
	}

}
