package dev.bus.sample.console;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LiveMessageController}.
 */
class LiveMessageControllerTests extends AbstractConsoleTests {

	@Test
	void beginsWithACommentOnceTheSubscriptionIsActive() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/live.first")) {
			assertThat(events.response().statusCode()).isEqualTo(200);
			assertThat(events.response().headers().firstValue("Content-Type").orElseThrow())
				.startsWith("text/event-stream");
			assertThat(events.nextLine(Duration.ofSeconds(10))).startsWith(":");
			this.messenger.publish(BusMessage.of("live.first", "x"));
			assertThat(events.nextEvent().path("payload").asString()).isEqualTo("x");
		}
	}

	@Test
	void showsAllOfAMessage() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/live.all").awaitActive()) {
			Instant before = Instant.now();
			BusHeaders headers = BusHeaders.of("Trace", "1").with("Other", "x").with("trace", "2");
			this.messenger.publish(BusMessage.of("live.all", "{\"a\":\"\u00e4\n\r\"}", headers));
			JsonNode event = events.nextEvent();
			assertThat(event.propertyNames()).containsExactlyInAnyOrder("subject", "headers", "payload", "receivedAt");
			assertThat(event.path("subject").asString()).isEqualTo("live.all");
			assertThat(event.path("headers").toString()).isEqualTo("{\"Trace\":[\"1\",\"2\"],\"Other\":[\"x\"]}");
			assertThat(event.path("payload").asString()).isEqualTo("{\"a\":\"\u00e4\n\r\"}");
			assertThat(Instant.parse(event.path("receivedAt").asString())).isBetween(before, Instant.now());
		}
	}

	@Test
	void encodesAPayloadThatIsNotText() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/live.binary").awaitActive()) {
			this.messenger.publish("live.binary", new byte[] { (byte) 0xff, 0 });
			JsonNode event = events.nextEvent();
			assertThat(event.path("payload").asString()).isEqualTo("/wA=");
			assertThat(event.path("encoding").asString()).isEqualTo("base64");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "live.%3E", "live.*.b", "live.a.b", "*.a.*" })
	void followsWildcards(String pattern) throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/" + pattern).awaitActive()) {
			this.messenger.publish(BusMessage.of("other.subject", "x"));
			this.messenger.publish(BusMessage.of("live.a.b", "x"));
			assertThat(events.nextEvent().path("subject").asString()).isEqualTo("live.a.b");
		}
	}

	@Test
	void keepsUpWithABurst() throws Exception {
		int count = 20_000;
		try (EventStreamReader events = this.client.open("/api/messages/live.burst").awaitActive()) {
			for (int i = 0; i < count; i++) {
				this.messenger.publish(BusMessage.of("live.burst", Integer.toString(i)));
			}
			for (int i = 0; i < count; i++) {
				assertThat(events.nextEvent().path("payload").asInt()).isEqualTo(i);
			}
		}
	}

	@Test
	void showsTheGreatestMessage() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/live.greatest").awaitActive()) {
			byte[] payload = new byte[1024 * 1024];
			this.messenger.publish("live.greatest", payload);
			this.messenger.publish("live.greatest", payload);
			assertThat(events.nextEvent().path("payload").asString()).hasSize(payload.length);
			assertThat(events.nextEvent().path("payload").asString()).hasSize(payload.length);
		}
	}

	@Test
	void commentsEvery15Seconds() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/live.quiet").awaitActive()) {
			long began = System.nanoTime();
			assertThat(events.nextLine(Duration.ofSeconds(20))).startsWith(":");
			assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofSeconds(14),
					Duration.ofSeconds(17));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a..b", "a%3E", "%3E.a", "a*.b", "a%20b", "a;b", "a%3Bb" })
	void refusesABadSubject(String pattern) throws Exception {
		ConsoleClient.problem(this.client.get("/api/messages/" + pattern, "Accept", "text/event-stream"), 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "text/html", "nonsense" })
	void refusesAClientThatAcceptsNoEventStream(String accept) throws Exception {
		ConsoleClient.problem(this.client.get("/api/messages/live.a", "Accept", accept), 406);
	}

	@Test
	void answersHeadWithoutAStream() throws Exception {
		HttpResponse<byte[]> response = this.client.send("HEAD", "/api/messages/live.a", BodyPublishers.noBody());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
	}

}
