package dev.bus.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Credentials that a container of a NATS image was started with, on its command line or
 * in its environment. Meant for service connections.
 *
 * @param username the user name
 * @param password the password
 * @param token the token
 * @since 0.1.0
 */
public record NatsImageCredentials(@Nullable String username, @Nullable String password, @Nullable String token) {

	/**
	 * Find the credentials of a container.
	 * @param command the parts of its command, in which the options {@code --user},
	 * {@code --pass} and {@code --auth} count
	 * @param environment returns the variables of its environment, of which
	 * {@code NATS_USERNAME}, {@code NATS_USER}, {@code NATS_PASSWORD} and
	 * {@code NATS_TOKEN} count
	 * @return the credentials, each {@code null} if there is none
	 */
	public static NatsImageCredentials of(String @Nullable [] command, Function<String, @Nullable String> environment) {
		List<String> parts = (command != null) ? Arrays.asList(command) : List.of();
		return new NatsImageCredentials(
				first(option(parts, "user"), environment.apply("NATS_USERNAME"), environment.apply("NATS_USER")),
				first(option(parts, "pass"), environment.apply("NATS_PASSWORD")),
				first(option(parts, "auth"), environment.apply("NATS_TOKEN")));
	}

	private static @Nullable String option(List<String> parts, String name) {
		for (int i = 0; i < parts.size(); i++) {
			String part = parts.get(i).replaceFirst("^--?", "");
			if (part.equals(name) && !part.equals(parts.get(i)) && i + 1 < parts.size()) {
				return parts.get(i + 1);
			}
			if (part.startsWith(name + "=") && !part.equals(parts.get(i))) {
				return part.substring(name.length() + 1);
			}
		}
		return null;
	}

	private static @Nullable String first(@Nullable String... candidates) {
		for (String candidate : candidates) {
			if (candidate != null) {
				return candidate;
			}
		}
		return null;
	}

}
