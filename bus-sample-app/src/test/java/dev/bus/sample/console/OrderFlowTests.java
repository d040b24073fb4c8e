package dev.bus.sample.console;

import java.net.http.HttpResponse;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order flow, from its HTTP request to the message that ends it.
 */
class OrderFlowTests extends AbstractConsoleTests {

	@Test
	void placesAndShipsAnOrder() throws Exception {
		try (EventStreamReader events = this.client.open("/api/messages/orders.%3E").awaitActive()) {
			Instant before = Instant.now();
			HttpResponse<byte[]> response = this.client.post("/api/requests/orders.place",
					"{\"item\":\"book\",\"quantity\":2}");
			assertThat(response.statusCode()).as(ConsoleClient.text(response)).isEqualTo(200);
			JsonNode order = ConsoleClient.json(response);
			assertThat(order.path("id").asString()).isNotEmpty();
			assertThat(order.path("item").asString()).isEqualTo("book");
			assertThat(order.path("quantity").asInt()).isEqualTo(2);
			assertThat(Instant.parse(order.path("placedAt").asString())).isBetween(before, Instant.now());
			JsonNode placed = events.nextEvent();
			assertThat(placed.path("subject").asString()).isEqualTo("orders.placed");
			assertThat(placed.path("payload").asString()).isEqualTo(ConsoleClient.text(response));
			JsonNode shipped = events.nextEvent();
			assertThat(shipped.path("subject").asString()).isEqualTo("orders.shipped");
			assertThat(shipped.path("payload").asString()).contains(order.path("id").asString());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"item":"book","quantity":0}    | quantity
			{"item":"book","quantity":1001} | quantity
			{"item":" ","quantity":1}       | item
			{"quantity":1}                  | item
			""")
	void saysWhatIsWrongWithAnOrder(String order, String property) throws Exception {
		HttpResponse<byte[]> response = this.client.post("/api/requests/orders.place", order);
		assertThat(ConsoleClient.problem(response, 502)).contains(property).doesNotContain("dev.bus", "Exception");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no json", "[]", "{\"item\":\"book\",\"quantity\":\"many\"}" })
	void refusesWhatIsNoOrder(String order) throws Exception {
		HttpResponse<byte[]> response = this.client.post("/api/requests/orders.place", order);
		assertThat(ConsoleClient.problem(response, 502)).isNotEmpty();
	}

}
