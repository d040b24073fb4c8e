package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Options of a served subject; immutable.
 *
 * @param name the name that service discovery shows, of ASCII letters, digits, {@code -}
 * and {@code _}; {@code null} for one made from the subject
 * @param concurrency how many requests are handled at once, 256 by default
 * @since 0.1.0
 */
public record ServeOptions(@Nullable String name, int concurrency) {

	/**
	 * How many requests are handled at once, where nothing else is said.
	 */
	public static final int DEFAULT_CONCURRENCY = 256;

	private static final ServeOptions DEFAULTS = new ServeOptions(null, DEFAULT_CONCURRENCY);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if the name is not valid or the concurrency is
	 * less than 1
	 */
	public ServeOptions {
		if (name != null && !name.matches("[A-Za-z0-9_-]+")) {
			throw new IllegalArgumentException("Invalid name '" + name.replaceAll("[^ -~]", "?")
					+ "': only ASCII letters, digits, '-' and '_' are allowed");
		}
		if (concurrency < 1) {
			throw new IllegalArgumentException("Concurrency must be at least 1, but is " + concurrency);
		}
	}

	/**
	 * Return the default options.
	 * @return a name made from the subject, concurrency 256
	 */
	public static ServeOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these options with another name.
	 * @param name the name, or {@code null} for one made from the subject
	 * @return new options
	 */
	public ServeOptions withName(@Nullable String name) {
		return new ServeOptions(name, this.concurrency);
	}

	/**
	 * Return these options with another concurrency.
	 * @param concurrency how many requests are handled at once, at least 1
	 * @return new options
	 */
	public ServeOptions withConcurrency(int concurrency) {
		return new ServeOptions(this.name, concurrency);
	}

}
