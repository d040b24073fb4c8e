package dev.bus.sample.console;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusController} and {@link ListenerController}.
 */
class StatusControllerTests extends AbstractConsoleTests {

	@Test
	void showsEngineAndListeners() throws Exception {
		this.client.post("/api/requests/echo", "x");
		JsonNode status = ConsoleClient.json(this.client.get("/api/status"));
		assertThat(status.propertyNames()).containsExactly("backend", "messenger", "listeners");
		assertThat(status.path("backend").asString()).isEqualTo("in-memory");
		assertThat(status.path("messenger").asString()).isEqualTo("connected");
		assertThat(status.path("listeners")).extracting((listener) -> listener.path("subject").asString())
			.containsExactlyInAnyOrder("echo", "time.now", "orders.place", "orders.placed");
		JsonNode echo = listener("echo");
		assertThat(echo.propertyNames()).containsExactly("id", "subject", "kind", "group", "delivered", "failed",
				"dropped", "missed", "pending", "inFlight", "paused");
		assertThat(echo.path("kind").asString()).isEqualTo("serve");
		assertThat(echo.path("group").asString()).isEqualTo("echo");
		assertThat(echo.path("delivered").asLong()).isPositive();
		assertThat(echo.path("paused").asBoolean()).isFalse();
		JsonNode fulfilment = listener("orders.placed");
		assertThat(fulfilment.path("kind").asString()).isEqualTo("stream");
		assertThat(fulfilment.path("group").asString()).isEqualTo("fulfilment");
	}

	@Test
	void pausesAndResumesAListener() throws Exception {
		String path = "/api/listeners/" + listener("time.now").path("id").asString();
		assertThat(this.client.post(path + "/pause", "").statusCode()).isEqualTo(204);
		try {
			assertThat(listener("time.now").path("paused").asBoolean()).isTrue();
			ConsoleClient.problem(this.client.post("/api/requests/time.now", ""), 503);
		}
		finally {
			assertThat(this.client.post(path + "/resume", "").statusCode()).isEqualTo(204);
		}
		assertThat(listener("time.now").path("paused").asBoolean()).isFalse();
		assertThat(this.client.post("/api/requests/time.now", "").statusCode()).isEqualTo(200);
	}

	@Test
	void saysThatThereIsNoSuchListener() throws Exception {
		assertThat(ConsoleClient.problem(this.client.post("/api/listeners/no%23one/pause", ""), 404))
			.contains("'no#one'");
		assertThat(ConsoleClient.problem(this.client.post("/api/listeners/none/resume", ""), 404)).contains("'none'");
	}

	private JsonNode listener(String subject) throws Exception {
		for (JsonNode listener : ConsoleClient.json(this.client.get("/api/status")).path("listeners")) {
			if (listener.path("subject").asString().equals(subject)) {
				return listener;
			}
		}
		throw new AssertionError("No listener of " + subject);
	}

}
