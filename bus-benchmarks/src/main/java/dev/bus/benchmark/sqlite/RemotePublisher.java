package dev.bus.benchmark.sqlite;

import java.nio.file.Path;

import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.benchmark.load.PacedPublisher;

/**
 * The main class of the process that publishes what another process receives. Prints how
 * much it published as its last line.
 *
 * @since 0.1.0
 */
public final class RemotePublisher {

	private RemotePublisher() {
	}

	/**
	 * Publish, then end.
	 * @param arguments the file, the messages in a second, and the timing
	 * @throws Exception if publishing failed
	 */
	public static void main(String[] arguments) throws Exception {
		BenchmarkFile file = new BenchmarkFile(Path.of(arguments[0]));
		try (MessengerChannel channel = new MessengerChannel(SqliteMessengers.create(file))) {
			PacedPublisher publisher = new PacedPublisher(channel, Integer.parseInt(arguments[1]));
			long published = publisher.publish(Timing.parse(arguments[2]), (sent) -> true);
			System.out.println(published);
		}
	}

}
