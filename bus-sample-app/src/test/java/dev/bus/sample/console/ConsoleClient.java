package dev.bus.sample.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls the console as any HTTP client would.
 */
class ConsoleClient {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port;

	ConsoleClient(int port) {
		this.port = port;
	}

	HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
		return send("GET", path, BodyPublishers.noBody(), headers);
	}

	HttpResponse<byte[]> post(String path, String body, String... headers) throws IOException, InterruptedException {
		return send("POST", path, BodyPublishers.ofString(body), headers);
	}

	HttpResponse<byte[]> post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
		return send("POST", path, BodyPublishers.ofByteArray(body), headers);
	}

	HttpResponse<byte[]> send(String method, String path, BodyPublisher body, String... headers)
			throws IOException, InterruptedException {
		return this.client.send(request(method, path, body, headers), BodyHandlers.ofByteArray());
	}

	CompletableFuture<HttpResponse<byte[]>> postAsync(String path, String body) {
		return this.client.sendAsync(request("POST", path, BodyPublishers.ofString(body)), BodyHandlers.ofByteArray());
	}

	/**
	 * Send a request of the given lines, as they are, and read all that comes back.
	 */
	String raw(String... lines) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			String request = String.join("\r\n", lines) + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	EventStreamReader open(String path) throws IOException, InterruptedException {
		HttpRequest request = request("GET", path, BodyPublishers.noBody(), "Accept", "text/event-stream");
		return new EventStreamReader(this.client.send(request, BodyHandlers.ofInputStream()));
	}

	/**
	 * Open a stream and read no more than its first comment.
	 */
	Socket openWithoutReading(String path) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(8192);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		socket.setSoTimeout(10_000);
		socket.getOutputStream()
			.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		InputStream input = socket.getInputStream();
		StringBuilder read = new StringBuilder();
		while (read.indexOf("\n:") < 0) {
			int next = input.read();
			assertThat(next).as("more of the response after %s", read).isNotNegative();
			read.append((char) next);
		}
		assertThat(read).startsWith("HTTP/1.1 200");
		return socket;
	}

	private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.method(method, body)
			.timeout(TIMEOUT);
		if (headers.length > 0) {
			request.headers(headers);
		}
		return request.build();
	}

	static String text(HttpResponse<byte[]> response) {
		return new String(response.body(), StandardCharsets.UTF_8);
	}

	static JsonNode json(HttpResponse<byte[]> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	/**
	 * Check that a response is a problem of the given status.
	 * @return the detail of the problem, empty if it has none
	 */
	static String problem(HttpResponse<byte[]> response, int status) {
		assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		JsonNode problem = json(response);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotEmpty();
		assertThat(problem.path("instance").asString()).startsWith("/");
		return problem.path("detail").asString("");
	}

}
