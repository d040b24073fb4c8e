package dev.bus.sample.console;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusMessage;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageController}.
 */
class MessageControllerTests extends AbstractConsoleTests {

	private static final int MAX_PAYLOAD = 1024 * 1024;

	private final BlockingQueue<BusMessage> received = new LinkedBlockingQueue<>();

	@Test
	void publishesTheBodyAsItCame() throws Exception {
		byte[] body = new byte[256];
		for (int i = 0; i < body.length; i++) {
			body[i] = (byte) i;
		}
		try (Subscription subscription = this.messenger.stream("http.raw", this.received::add)) {
			HttpResponse<byte[]> response = this.client.post("/api/messages/http.raw", body);
			assertThat(response.statusCode()).isEqualTo(202);
			assertThat(response.body()).isEmpty();
			assertThat(nextMessage().data()).isEqualTo(body);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/json", "application/octet-stream",
			"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "nonsense",
			"text/plain; charset=nowhere" })
	void publishesTheBodyWhateverTheContentType(String contentType) throws Exception {
		String body = "b=2&a=1&a=%20+\r\n--x\r\n";
		try (Subscription subscription = this.messenger.stream("http.typed", this.received::add)) {
			HttpResponse<byte[]> response = this.client.post("/api/messages/http.typed?a=0", body, "Content-Type",
					contentType);
			assertThat(response.statusCode()).isEqualTo(202);
			assertThat(nextMessage().text()).isEqualTo(body);
		}
	}

	@Test
	void publishesAnEmptyBody() throws Exception {
		try (Subscription subscription = this.messenger.stream("http.empty", this.received::add)) {
			assertThat(this.client.post("/api/messages/http.empty", "").statusCode()).isEqualTo(202);
			assertThat(nextMessage().data()).isEmpty();
		}
	}

	@Test
	void publishesHeadersWithTheirPrefixAndAllTheirValues() throws Exception {
		try (Subscription subscription = this.messenger.stream("http.headers", this.received::add)) {
			this.client.post("/api/messages/http.headers", "x", "X-Bus-Trace-Id", "a", "X-Bus-Trace-Id", "b, c",
					"x-bus-kind", "", "X-Other", "no");
			BusMessage message = nextMessage();
			assertThat(message.headers().names()).containsExactlyInAnyOrder("Trace-Id", "kind");
			assertThat(message.headers().all("Trace-Id")).containsExactly("a", "b, c");
			assertThat(message.headers().all("kind")).containsExactly("");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a%2Fb", "a%5Cb", "a.%22%25%7B%7D%5B%5D%7C%5E%60", "a.%253B" })
	void publishesToAnySubjectThatIsValid(String path) throws Exception {
		try (Subscription subscription = this.messenger.stream(">", this.received::add)) {
			assertThat(this.client.post("/api/messages/" + path, "x").statusCode()).isEqualTo(202);
			assertThat(nextMessage().subject()).isEqualTo(URLDecoder.decode(path, StandardCharsets.UTF_8));
		}
	}

	static List<String> badSubjects() {
		return List.of("a..b", ".a", "a.", "a%20b", "a.*", "a.%3E", "caf%C3%A9", "a%0Ab", "a".repeat(1001));
	}

	@ParameterizedTest
	@MethodSource("badSubjects")
	void refusesABadSubject(String subject) throws Exception {
		assertThat(ConsoleClient.problem(this.client.post("/api/messages/" + subject, "x"), 400))
			.startsWith("Invalid subject '");
	}

	@ParameterizedTest
	@ValueSource(strings = { "orders;x", "orders;", "orders;a=b.placed", "orders%3Bx", "orders%3bx", ";orders" })
	void refusesASemicolonInsteadOfCuttingTheSubject(String subject) throws Exception {
		try (Subscription subscription = this.messenger.stream(">", this.received::add)) {
			HttpResponse<byte[]> response = this.client.post("/api/messages/" + subject, "x");
			assertThat(ConsoleClient.problem(response, 400)).contains("';' is not allowed");
			assertThat(this.received).isEmpty();
		}
	}

	@Test
	void refusesAHeaderValueThatCannotTravel() throws Exception {
		String response = this.client.raw("POST /api/messages/http.bad HTTP/1.1", "X-Bus-Note: caf\u00e9",
				"Content-Length: 0");
		assertThat(response).startsWith("HTTP/1.1 400")
			.contains("Content-Type: application/problem+json")
			.contains("Invalid value 'caf?' of header 'Note'");
	}

	@Test
	void refusesAHeaderWithoutName() throws Exception {
		HttpResponse<byte[]> response = this.client.post("/api/messages/http.bad", "x", "X-Bus-", "v");
		assertThat(ConsoleClient.problem(response, 400)).contains("Header name must not be null or empty");
	}

	@Test
	void acceptsTheGreatestPayload() throws Exception {
		try (Subscription subscription = this.messenger.stream("http.greatest", this.received::add)) {
			HttpResponse<byte[]> response = this.client.post("/api/messages/http.greatest", new byte[MAX_PAYLOAD]);
			assertThat(response.statusCode()).isEqualTo(202);
			assertThat(nextMessage().data()).hasSize(MAX_PAYLOAD);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_PAYLOAD + 1, 3 * MAX_PAYLOAD, 30 * MAX_PAYLOAD })
	void refusesATooLargeBodyOfKnownLength(int size) throws Exception {
		HttpResponse<byte[]> response = this.client.post("/api/messages/http.large", new byte[size]);
		assertThat(ConsoleClient.problem(response, 413)).contains("1048576 bytes").contains("bus.max-payload");
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_PAYLOAD + 1, 3 * MAX_PAYLOAD, 30 * MAX_PAYLOAD })
	void refusesATooLargeBodyOfUnknownLength(int size) throws Exception {
		HttpResponse<byte[]> response = this.client.send("POST", "/api/messages/http.large",
				BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size])));
		assertThat(ConsoleClient.problem(response, 413)).contains("1048576 bytes").contains("bus.max-payload");
	}

	@Test
	void refusesATooLargeBodyBeforeItArrives() throws Exception {
		String response = this.client.raw("POST /api/messages/http.large HTTP/1.1", "Expect: 100-continue",
				"Content-Length: 9999999999");
		assertThat(response).startsWith("HTTP/1.1 413").contains("Content-Type: application/problem+json");
	}

	@Test
	void refusesABodyThatIsTooLargeWithItsHeaders() throws Exception {
		HttpResponse<byte[]> response = this.client.post("/api/messages/http.large", new byte[MAX_PAYLOAD],
				"X-Bus-Note", "v");
		assertThat(ConsoleClient.problem(response, 413)).contains("bus.max-payload");
	}

	private BusMessage nextMessage() throws InterruptedException {
		BusMessage message = this.received.poll(10, TimeUnit.SECONDS);
		assertThat(message).isNotNull();
		return message;
	}

}
