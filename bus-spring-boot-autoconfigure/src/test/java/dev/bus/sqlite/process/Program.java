package dev.bus.sqlite.process;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

import dev.bus.sqlite.LocalRequests;
import dev.bus.sqlite.SqliteMessenger;
import dev.bus.sqlite.SqliteMessengerBuilder;
import dev.bus.sqlite.Synchronous;

/**
 * What the programs have in common that tests run in processes of their own.
 */
final class Program {

	private static final FileOutputStream OUTPUT = new FileOutputStream(FileDescriptor.out);

	private Program() {
	}

	/**
	 * Open a messenger whose requests go through the file.
	 * @param arguments the path of the file, then among others settings like
	 * {@code retention=PT1S}
	 */
	static SqliteMessenger open(String... arguments) {
		SqliteMessengerBuilder builder = SqliteMessenger.builder()
			.path(arguments[0])
			.localRequests(LocalRequests.NEVER)
			.closeTimeout(Duration.ofSeconds(2));
		for (String argument : arguments) {
			int separator = argument.indexOf('=');
			if (separator > 0) {
				apply(builder, argument.substring(0, separator), argument.substring(separator + 1));
			}
		}
		return builder.build();
	}

	private static void apply(SqliteMessengerBuilder builder, String name, String value) {
		switch (name) {
			case "synchronous" -> builder.synchronous(Synchronous.valueOf(value));
			case "busyTimeout" -> builder.busyTimeout(Duration.parse(value));
			case "retention" -> builder.retention(Duration.parse(value));
			case "cleanupInterval" -> builder.cleanupInterval(Duration.parse(value));
			case "maxRows" -> builder.maxRows(Long.parseLong(value));
			default -> throw new IllegalArgumentException("'" + name + "' is not a setting");
		}
	}

	/**
	 * Tell the test something: one line in one write, so that it is there as a whole or
	 * not at all if the process is killed.
	 */
	static void say(String line) {
		try {
			OUTPUT.write((line + '\n').getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Hand every line of the test to a consumer, and end when the test closes the input
	 * or ends itself.
	 */
	static void listen(Consumer<String> commands) {
		try {
			BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			String line = input.readLine();
			while (line != null) {
				commands.accept(line);
				line = input.readLine();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
