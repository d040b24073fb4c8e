package dev.bus.benchmark.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries of the benchmarks, as Maven resolved them.
 *
 * @since 0.1.0
 */
public final class Dependencies {

	private static final String RESOURCE = "/dev/bus/benchmark/dependencies.txt";

	private static final int INDENTATION = 3;

	// | +- group:artifact:jar:version:scope, in parentheses if it is listed elsewhere too
	private static final Pattern LINE = Pattern
		.compile("(?<indentation>[^\\w(]*)(?<omitted>\\(?)(?<coordinates>[\\w.-]+:[\\w.-]+):jar:(?<version>[^: ]+).*");

	private final Map<String, Set<String>> edges = new HashMap<>();

	private final Map<String, String> versions = new HashMap<>();

	private Dependencies(Stream<String> tree) {
		List<String> path = new ArrayList<>();
		tree.forEach((line) -> add(line, path));
	}

	/**
	 * Read what the build wrote.
	 * @return the libraries
	 */
	public static Dependencies load() {
		InputStream resource = Dependencies.class.getResourceAsStream(RESOURCE);
		if (resource == null) {
			throw new BenchmarkException("No list of dependencies at " + RESOURCE + ": build with Maven");
		}
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
			return new Dependencies(reader.lines());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Add a line of the tree.
	 * @param path the libraries above this line, from the root on
	 */
	private void add(String line, List<String> path) {
		Matcher matcher = LINE.matcher(line);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("Not a line of a dependency tree: '" + line + "'");
		}
		int depth = matcher.group("indentation").length() / INDENTATION;
		String coordinates = matcher.group("coordinates");
		path.subList(depth, path.size()).clear();
		if (depth > 0) {
			this.edges.computeIfAbsent(path.get(depth - 1), (parent) -> new TreeSet<>()).add(coordinates);
		}
		path.add(coordinates);
		if (matcher.group("omitted").isEmpty()) {
			this.versions.put(coordinates, matcher.group("version"));
		}
	}

	/**
	 * Return the version of a library.
	 * @param coordinates its group and artifact, separated by a colon
	 * @return the version
	 */
	public String version(String coordinates) {
		String version = this.versions.get(coordinates);
		if (version == null) {
			throw new IllegalArgumentException("No library '" + coordinates + "' among " + this.versions.keySet());
		}
		return version;
	}

	/**
	 * Return the file names of a library and all that it depends on.
	 * @param coordinates its group and artifact, separated by a colon
	 * @return the names of the jars
	 */
	public List<String> jars(String coordinates) {
		Set<String> closure = new TreeSet<>();
		collect(coordinates, closure);
		return closure.stream().map(this::jar).toList();
	}

	private void collect(String coordinates, Set<String> closure) {
		if (closure.add(coordinates)) {
			this.edges.getOrDefault(coordinates, Set.of()).forEach((dependency) -> collect(dependency, closure));
		}
	}

	private String jar(String coordinates) {
		return coordinates.substring(coordinates.indexOf(':') + 1) + "-" + version(coordinates) + ".jar";
	}

}
