package dev.bus.benchmark.sqlite;

import java.io.IOException;
import java.nio.file.Path;

import dev.bus.Messenger;
import dev.bus.benchmark.load.MessengerRequester;

/**
 * The main class of the process that answers through the bus what another process
 * requests.
 *
 * @since 0.1.0
 */
public final class EchoServer {

	private EchoServer() {
	}

	/**
	 * Serve until the process that started this one ends.
	 * @param arguments the file
	 * @throws IOException if the standard input cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		try (Messenger messenger = SqliteMessengers.create(new BenchmarkFile(Path.of(arguments[0])))) {
			messenger.serve(MessengerRequester.SUBJECT, (request) -> request.reply(request.data()));
			RemoteProcess.awaitEnd();
		}
	}

}
