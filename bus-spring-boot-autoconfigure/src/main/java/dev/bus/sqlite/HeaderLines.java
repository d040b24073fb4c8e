package dev.bus.sqlite;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bus.BusHeaders;

/**
 * The form of headers in the file: a line {@code Name: value} for each.
 */
final class HeaderLines {

	private HeaderLines() {
	}

	/**
	 * Write headers.
	 * @param headers the headers
	 * @return the lines, or {@code null} if there are none
	 */
	static @Nullable String write(BusHeaders headers) {
		if (headers.isEmpty()) {
			return null;
		}
		StringBuilder lines = new StringBuilder();
		headers.forEach((name, value) -> {
			if (!lines.isEmpty()) {
				lines.append('\n');
			}
			lines.append(name).append(": ").append(value);
		});
		return lines.toString();
	}

	/**
	 * Read headers as they are in the file, whoever wrote them.
	 * @param lines the lines, or {@code null} if there are none
	 * @return the headers
	 * @throws IllegalArgumentException if a line has no name
	 */
	static BusHeaders read(@Nullable String lines) {
		if (lines == null || lines.isEmpty()) {
			return BusHeaders.empty();
		}
		List<String> pairs = new ArrayList<>();
		int start = 0;
		while (start < lines.length()) {
			int newline = lines.indexOf('\n', start);
			int end = (newline < 0) ? lines.length() : newline;
			int colon = lines.indexOf(':', start);
			if (colon <= start || colon >= end) {
				throw new IllegalArgumentException("Column 'headers' holds a line that is not 'Name: value'");
			}
			pairs.add(lines.substring(start, colon));
			pairs.add(lines.substring(colon + 1, end).strip());
			start = end + 1;
		}
		return BusHeaders.received(pairs.toArray(String[]::new));
	}

}
