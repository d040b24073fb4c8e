package dev.bus.sample.console;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;

import dev.bus.sample.BusSampleApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two consoles with the profile {@code sqlite} on one file.
 */
class SqliteConsoleTests {

	@TempDir
	private Path directory;

	@Test
	void consolesOnOneFileAreOnOneBus() throws Exception {
		try (ConfigurableApplicationContext first = start(); ConfigurableApplicationContext second = start()) {
			ConsoleClient firstClient = client(first);
			ConsoleClient secondClient = client(second);
			JsonNode status = ConsoleClient.json(firstClient.get("/api/status"));
			assertThat(status.path("backend").asString()).isEqualTo("sqlite");
			assertThat(status.path("messenger").asString()).isEqualTo("connected");
			try (EventStreamReader events = firstClient.open("/api/messages/%3E").awaitActive()) {
				assertThat(
						secondClient.post("/api/messages/greetings.new", "hello", "X-Bus-Tenant", "acme").statusCode())
					.isEqualTo(202);
				JsonNode greeting = events.nextEvent();
				assertThat(greeting.path("subject").asString()).isEqualTo("greetings.new");
				assertThat(greeting.path("payload").asString()).isEqualTo("hello");
				assertThat(greeting.path("headers").path("Tenant").path(0).asString()).isEqualTo("acme");
				JsonNode order = ConsoleClient
					.json(secondClient.post("/api/requests/orders.place", "{\"item\":\"book\",\"quantity\":2}"));
				assertThat(events.nextEvent().path("subject").asString()).isEqualTo("orders.placed");
				JsonNode shipped = events.nextEvent();
				assertThat(shipped.path("subject").asString()).isEqualTo("orders.shipped");
				assertThat(shipped.path("payload").asString()).contains(order.path("id").asString());
				// one member of the group has shipped it, not one in each console
				secondClient.post("/api/messages/last", "");
				assertThat(events.nextEvent().path("subject").asString()).isEqualTo("last");
			}
		}
		assertThat(this.directory.resolve("bus.db")).isNotEmptyFile();
	}

	@Test
	void requestIsServedByAnotherConsole() throws Exception {
		try (ConfigurableApplicationContext serving = start();
				ConfigurableApplicationContext asking = start("--bus.listener.auto-startup=false")) {
			assertThat(ConsoleClient.text(client(asking).post("/api/requests/echo", "hello"))).isEqualTo("hello");
			ConsoleClient.problem(client(serving).post("/api/requests/nobody?timeout=100ms", ""), 503);
		}
	}

	private ConfigurableApplicationContext start(String... arguments) {
		String[] common = { "--spring.profiles.active=sqlite", "--server.port=0",
				"--bus.sqlite.path=" + this.directory.resolve("bus.db") };
		return SpringApplication.run(BusSampleApplication.class,
				StringUtils.concatenateStringArrays(common, arguments));
	}

	private static ConsoleClient client(ConfigurableApplicationContext context) {
		return new ConsoleClient(((WebServerApplicationContext) context).getWebServer().getPort());
	}

}
