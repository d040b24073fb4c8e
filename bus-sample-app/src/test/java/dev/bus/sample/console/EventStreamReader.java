package dev.bus.sample.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads an event stream line by line.
 */
class EventStreamReader implements AutoCloseable {

	private static final String END = "end of stream";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HttpResponse<InputStream> response;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	EventStreamReader(HttpResponse<InputStream> response) {
		this.response = response;
		Thread reader = new Thread(this::read, "event-stream-reader");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(this.response.body(), StandardCharsets.UTF_8))) {
			reader.lines().filter((line) -> !line.isEmpty()).forEach(this.lines::add);
			this.lines.add(END);
		}
		catch (IOException | UncheckedIOException ex) {
			this.lines.add("broken: " + ex);
		}
	}

	HttpResponse<InputStream> response() {
		return this.response;
	}

	String nextLine(Duration timeout) throws InterruptedException {
		String line = this.lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		assertThat(line).as("a line within %s", timeout).isNotNull();
		return line;
	}

	/**
	 * Wait for the comment that says that the subscription is active.
	 */
	EventStreamReader awaitActive() throws InterruptedException {
		assertThat(nextLine(TIMEOUT)).startsWith(":");
		return this;
	}

	/**
	 * Wait for the next event, past comments.
	 * @return the data of the event
	 */
	JsonNode nextEvent() throws InterruptedException {
		String line = nextLine(TIMEOUT);
		while (line.startsWith(":")) {
			line = nextLine(TIMEOUT);
		}
		assertThat(line).startsWith("data:");
		return JsonMapper.shared().readTree(line.substring("data:".length()));
	}

	/**
	 * Wait until the server has ended the response in an orderly way.
	 */
	void awaitEnd() throws InterruptedException {
		String line = nextLine(TIMEOUT);
		while (line.startsWith(":") || line.startsWith("data:")) {
			line = nextLine(TIMEOUT);
		}
		assertThat(line).isEqualTo(END);
	}

	@Override
	public void close() throws IOException {
		this.response.body().close();
	}

}
