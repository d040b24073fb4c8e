package dev.bus.benchmark.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is removed with all that is in it.
 *
 * @since 0.1.0
 */
public final class TemporaryDirectory implements AutoCloseable {

	private final Path path;

	/**
	 * Create a directory below that of {@code java.io.tmpdir}.
	 */
	public TemporaryDirectory() {
		try {
			this.path = Files.createTempDirectory("bus-benchmark-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a temporary directory", ex);
		}
	}

	/**
	 * Return the directory.
	 * @return its path
	 */
	public Path path() {
		return this.path;
	}

	@Override
	public void close() {
		try (Stream<Path> paths = Files.walk(this.path)) {
			List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
			for (Path path : deepestFirst) {
				Files.deleteIfExists(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + this.path, ex);
		}
	}

}
