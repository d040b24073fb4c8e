package dev.bus.nats;

import java.util.regex.Pattern;

/**
 * What service discovery shows of an application, as one service whose endpoints are the
 * subjects that it serves.
 *
 * @param name the name, of ASCII letters, digits, {@code '-'} and {@code '_'}
 * @param version the version, in the form of semantic versioning
 * @param description what the service is for, may be empty
 * @since 0.1.0
 */
public record NatsService(String name, String version, String description) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

	private static final Pattern VERSION = Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)"
			+ "(-[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?");

	/**
	 * Create a description.
	 * @param name the name
	 * @param version the version
	 * @param description what the service is for
	 * @throws IllegalArgumentException if name or version are not of their form
	 */
	public NatsService {
		if (name == null || !NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("Invalid service name '" + printable(name)
					+ "': only ASCII letters, digits, '-' and '_' are allowed");
		}
		if (version == null || !VERSION.matcher(version).matches()) {
			throw new IllegalArgumentException("Invalid service version '" + printable(version)
					+ "': it must have the form of semantic versioning, such as 1.2.3 or 1.2.3-rc.1");
		}
		if (description == null) {
			throw new IllegalArgumentException("Service description must not be null, but may be empty");
		}
	}

	/**
	 * Create a description of which only the name is known.
	 * @param name any text, whose other characters become {@code '-'}
	 * @return the description, of version 0.0.0
	 */
	public static NatsService named(String name) {
		return new NatsService(name.isEmpty() ? "bus" : name.replaceAll("[^A-Za-z0-9_-]", "-"), "0.0.0", "");
	}

	private static String printable(String text) {
		return String.valueOf(text).replaceAll("[^ -~]", "?");
	}

}
