package dev.bus.sample.console;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestController}.
 */
class RequestControllerTests extends AbstractConsoleTests {

	@Test
	void answersWithTheReply() throws Exception {
		byte[] body = { 0, -1, 10, 13 };
		HttpResponse<byte[]> response = this.client.post("/api/requests/echo", body);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
		assertThat(response.body()).isEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense" })
	void sendsTheBodyWhateverTheContentType(String contentType) throws Exception {
		String body = "timeout=never&b=2&a=1";
		HttpResponse<byte[]> response = this.client.post("/api/requests/echo", body, "Content-Type", contentType);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(ConsoleClient.text(response)).isEqualTo(body);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "application/json", "nonsense" })
	void answersWhateverTheClientAccepts(String accept) throws Exception {
		assertThat(this.client.post("/api/requests/echo", "x", "Accept", accept).statusCode()).isEqualTo(200);
	}

	@Test
	void passesHeadersToTheHandler() throws Exception {
		try (Subscription subscription = this.messenger.serve("http.header",
				(request) -> request.reply(String.join("|", request.headers().all("note"))))) {
			HttpResponse<byte[]> response = this.client.post("/api/requests/http.header", "", "X-Bus-Note", "a",
					"X-Bus-Note", "b");
			assertThat(ConsoleClient.text(response)).isEqualTo("a|b");
		}
	}

	@Test
	void tellsTheTime() throws Exception {
		Instant before = Instant.now();
		String time = ConsoleClient.text(this.client.post("/api/requests/time.now", ""));
		assertThat(Instant.parse(time)).isBetween(before, Instant.now());
	}

	@Test
	void saysThatNobodyAnswers() throws Exception {
		assertThat(ConsoleClient.problem(this.client.post("/api/requests/nobody.home", "x"), 503))
			.contains("nobody.home");
	}

	@ParameterizedTest
	@ValueSource(strings = { "100ms", "PT0.1S", "100" })
	void saysThatNoReplyCameInTime(String timeout) throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		try (Subscription subscription = this.messenger.serve("http.slow", (request) -> {
			over.await(10, TimeUnit.SECONDS);
			return null;
		})) {
			long began = System.nanoTime();
			HttpResponse<byte[]> response = this.client.post("/api/requests/http.slow?timeout=" + timeout, "x");
			assertThat(System.nanoTime() - began).isBetween(100_000_000L, 5_000_000_000L);
			over.countDown();
			assertThat(ConsoleClient.problem(response, 504)).contains("http.slow");
		}
	}

	@Test
	void saysWhyTheHandlerFailed() throws Exception {
		try (Subscription subscription = this.messenger.serve("http.failing", (request) -> {
			throw new IllegalStateException("out of stock");
		})) {
			HttpResponse<byte[]> response = this.client.post("/api/requests/http.failing", "x");
			assertThat(ConsoleClient.problem(response, 502)).isEqualTo("out of stock");
			assertThat(ConsoleClient.json(response).path("code").asInt()).isEqualTo(500);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "0s", "-1s", "", "2%20s%20", "61m", "99999999999999999999d", "999999999999999d",
			"2s;", "%FF" })
	void refusesABadTimeout(String timeout) throws Exception {
		ConsoleClient.problem(this.client.post("/api/requests/echo?timeout=" + timeout, "x"), 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a..b", "a.*", "%3E", "echo;x", "echo%3Bx" })
	void refusesABadSubject(String subject) throws Exception {
		ConsoleClient.problem(this.client.post("/api/requests/" + subject, "x"), 400);
	}

	@Test
	void refusesATooLargeBody() throws Exception {
		ConsoleClient.problem(this.client.post("/api/requests/echo", new byte[1024 * 1024 + 1]), 413);
	}

	@Test
	void goesOnWhileManyRequestsWait() throws Exception {
		CountDownLatch over = new CountDownLatch(1);
		try (Subscription subscription = this.messenger.serve("http.many", (request) -> {
			over.await(10, TimeUnit.SECONDS);
			return request.reply(request.data());
		})) {
			List<CompletableFuture<HttpResponse<byte[]>>> waiting = IntStream.range(0, 400)
				.mapToObj((i) -> this.client.postAsync("/api/requests/http.many?timeout=15s", "x" + i))
				.toList();
			assertThat(this.client.get("/api/status").statusCode()).isEqualTo(200);
			assertThat(waiting).noneMatch(CompletableFuture::isDone);
			over.countDown();
			for (int i = 0; i < waiting.size(); i++) {
				assertThat(ConsoleClient.text(waiting.get(i).get(10, TimeUnit.SECONDS))).isEqualTo("x" + i);
			}
		}
	}

}
