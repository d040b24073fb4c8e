package dev.bus.nats;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a server tells of itself on a port of its own.
 *
 * @param port the port, which the server was started with
 */
record NatsMonitor(int port) {

	static NatsMonitor onFreePort() {
		return new NatsMonitor(NatsProcess.freePort());
	}

	/**
	 * Return how many clients are connected.
	 */
	long connections() throws Exception {
		return number("/connz", "num_connections");
	}

	/**
	 * Return how many subscriptions clients have.
	 */
	long subscriptions() throws Exception {
		return number("/subsz", "num_subscriptions");
	}

	private long number(String path, String name) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.timeout(Duration.ofSeconds(10))
			.build();
		String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
		return Pattern.compile("\"" + name + "\": (\\d+)")
			.matcher(body)
			.results()
			.map((MatchResult match) -> Long.valueOf(match.group(1)))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No " + name + " in " + body));
	}

}
