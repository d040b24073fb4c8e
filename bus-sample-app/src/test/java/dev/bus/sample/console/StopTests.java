package dev.bus.sample.console;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.sample.BusSampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what happens to open requests when the application stops.
 */
class StopTests {

	private final ConfigurableApplicationContext context = SpringApplication.run(BusSampleApplication.class,
			"--server.port=0");

	private final Messenger messenger = this.context.getBean(Messenger.class);

	private final ConsoleClient client = new ConsoleClient(
			this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void openStreamsEndAndDoNotHoldTheStop() throws Exception {
		try (EventStreamReader quiet = this.client.open("/api/messages/quiet").awaitActive();
				EventStreamReader busy = this.client.open("/api/messages/%3E").awaitActive()) {
			this.messenger.publish(BusMessage.of("busy", "x"));
			assertThat(busy.nextEvent().path("payload").asString()).isEqualTo("x");
			assertThat(closeAsync()).succeedsWithin(Duration.ofSeconds(5));
			quiet.awaitEnd();
			busy.awaitEnd();
		}
	}

	@Test
	void aClientThatDoesNotReadDoesNotHoldTheStop() throws Exception {
		try (Socket stuck = this.client.openWithoutReading("/api/messages/busy");
				EventStreamReader reading = this.client.open("/api/messages/busy").awaitActive()) {
			String payload = "x".repeat(500_000);
			for (int i = 0; i < 10; i++) {
				this.messenger.publish(BusMessage.of("busy", payload));
			}
			for (int i = 0; i < 10; i++) {
				assertThat(reading.nextEvent().path("payload").asString()).hasSize(payload.length());
			}
			assertThat(closeAsync()).succeedsWithin(Duration.ofSeconds(5));
			reading.awaitEnd();
		}
	}

	@Test
	void aRequestInFlightIsFinished() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		this.messenger.serve("slow", (request) -> {
			begun.countDown();
			released.await(10, TimeUnit.SECONDS);
			// the listeners go on as long as the web server waits for its requests
			return this.messenger.request(BusMessage.of("echo", request.data()));
		});
		try (EventStreamReader events = this.client.open("/api/messages/quiet").awaitActive()) {
			CompletableFuture<HttpResponse<byte[]>> response = this.client.postAsync("/api/requests/slow", "x");
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<Void> closed = closeAsync();
			events.awaitEnd();
			assertThat(closed).isNotDone();
			assertThat(response).isNotDone();
			released.countDown();
			assertThat(response).succeedsWithin(Duration.ofSeconds(5))
				.satisfies((finished) -> assertThat(finished.statusCode()).isEqualTo(200))
				.satisfies((finished) -> assertThat(ConsoleClient.text(finished)).isEqualTo("x"));
			assertThat(closed).succeedsWithin(Duration.ofSeconds(5));
		}
	}

	@Test
	void aClosedMessengerIsAProblem() throws Exception {
		this.messenger.close();
		ConsoleClient.problem(this.client.post("/api/messages/a", "x"), 503);
		ConsoleClient.problem(this.client.post("/api/requests/echo", "x"), 503);
		ConsoleClient.problem(this.client.get("/api/messages/a", "Accept", "text/event-stream"), 503);
		assertThat(ConsoleClient.json(this.client.get("/api/status")).path("messenger").asString()).isEqualTo("closed");
	}

	private CompletableFuture<Void> closeAsync() {
		return CompletableFuture.runAsync(this.context::close);
	}

}
