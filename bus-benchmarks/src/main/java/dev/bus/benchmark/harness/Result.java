package dev.bus.benchmark.harness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What one fork measured.
 *
 * @param value the figure that is compared
 * @param details further figures by name, such as percentiles
 * @since 0.1.0
 */
public record Result(double value, Map<String, Double> details) {

	private static final String VALUE = "value";

	/**
	 * Create a result.
	 */
	public Result {
		details = Map.copyOf(details);
	}

	/**
	 * Create a result without details.
	 * @param value the figure that is compared
	 * @return the result
	 */
	public static Result of(double value) {
		return new Result(value, Map.of());
	}

	/**
	 * Return this result with one more detail.
	 * @param name the name of the detail
	 * @param detail the figure
	 * @return a new result
	 */
	public Result with(String name, double detail) {
		Map<String, Double> extended = new LinkedHashMap<>(this.details);
		extended.put(name, detail);
		return new Result(this.value, extended);
	}

	/**
	 * Return this result as one line of text.
	 * @return the line, without line break
	 * @see #parse(String)
	 */
	public String toLine() {
		StringJoiner line = new StringJoiner(" ");
		line.add(VALUE + "=" + this.value);
		this.details.forEach((name, detail) -> line.add(name + "=" + detail));
		return line.toString();
	}

	/**
	 * Read a line of text.
	 * @param line the line
	 * @return the result
	 */
	public static Result parse(String line) {
		Map<String, Double> figures = new LinkedHashMap<>();
		for (String figure : line.split(" ")) {
			String[] parts = figure.split("=", 2);
			figures.put(parts[0], Double.valueOf(parts[1]));
		}
		Double value = figures.remove(VALUE);
		if (value == null) {
			throw new IllegalArgumentException("No value in '" + line + "'");
		}
		return new Result(value, figures);
	}

}
