package dev.bus.benchmark.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The libraries of the benchmarks, as Maven resolved them.
 *
 * @since 0.1.0
 */
public final class Dependencies {

	private static final String RESOURCE = "/dev/bus/benchmark/dependencies.json";

	private final Map<String, Library> libraries = new LinkedHashMap<>();

	private Dependencies(JsonNode tree) {
		add(tree);
	}

	/**
	 * Read what the build wrote.
	 * @return the libraries
	 */
	public static Dependencies load() {
		try (InputStream resource = Dependencies.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new BenchmarkException("No list of dependencies at " + RESOURCE + ": build with Maven");
			}
			return new Dependencies(JsonMapper.shared().readTree(resource));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void add(JsonNode node) {
		Library library = this.libraries.computeIfAbsent(coordinates(node),
				(coordinates) -> new Library(node.get("artifactId").asString(), node.get("version").asString(),
						new TreeSet<>()));
		for (JsonNode child : node.path("children")) {
			library.dependencies().add(coordinates(child));
			add(child);
		}
	}

	private static String coordinates(JsonNode node) {
		return node.get("groupId").asString() + ":" + node.get("artifactId").asString();
	}

	/**
	 * Return the version of a library.
	 * @param coordinates its group and artifact, separated by a colon
	 * @return the version
	 */
	public String version(String coordinates) {
		return library(coordinates).version();
	}

	/**
	 * Return the file names of a library and all that it depends on.
	 * @param coordinates its group and artifact, separated by a colon
	 * @return the names of the jars
	 */
	public List<String> jars(String coordinates) {
		Set<String> closure = new TreeSet<>();
		collect(coordinates, closure);
		return closure.stream().map((member) -> library(member).jar()).toList();
	}

	private void collect(String coordinates, Set<String> closure) {
		if (closure.add(coordinates)) {
			library(coordinates).dependencies().forEach((dependency) -> collect(dependency, closure));
		}
	}

	private Library library(String coordinates) {
		Library library = this.libraries.get(coordinates);
		if (library == null) {
			throw new IllegalArgumentException("No library '" + coordinates + "' among " + this.libraries.keySet());
		}
		return library;
	}

	private record Library(String artifactId, String version, Set<String> dependencies) {

		String jar() {
			return this.artifactId + "-" + this.version + ".jar";
		}

	}

}
