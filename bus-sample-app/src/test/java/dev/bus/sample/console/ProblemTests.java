package dev.bus.sample.console;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProblemHandler} and {@link ProblemErrorController}.
 */
@Import(ProblemTests.FailingController.class)
class ProblemTests extends AbstractConsoleTests {

	@ParameterizedTest
	@CsvSource({ "GET, /nothing, 404", "GET, /api/nothing, 404", "POST, /api/nothing, 404", "GET, /error, 404",
			"POST, /api/messages/a/b, 404", "GET, /..%2f..%2fapplication.yaml, 404", "PUT, /api/messages/a, 405",
			"DELETE, /api/requests/a, 405", "GET, /api/requests/a, 405", "POST, /api/status, 405",
			"POST, /console.js, 405", "GET, /api/status;x, 400" })
	void answersWithAProblem(String method, String path, int status) throws Exception {
		for (String accept : new String[] { "*/*", "text/html", "application/json", "text/event-stream", "nonsense" }) {
			ConsoleClient.problem(this.client.send(method, path, BodyPublishers.noBody(), "Accept", accept), status);
		}
	}

	@Test
	void namesTheMethodsThatAreAllowed() throws Exception {
		HttpResponse<byte[]> response = this.client.get("/api/requests/a");
		ConsoleClient.problem(response, 405);
		assertThat(response.headers().firstValue("Allow")).hasValue("POST");
	}

	@Test
	void refusesAContentTypeThatIsNotSupported() throws Exception {
		ConsoleClient.problem(this.client.post("/test/body", "x", "Content-Type", "text/csv"), 415);
	}

	@Test
	void refusesAnAcceptThatCannotBeMet() throws Exception {
		ConsoleClient.problem(this.client.get("/api/status", "Accept", "text/csv"), 406);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/test/exception", "/test/error" })
	void tellsNothingOfAnUnexpectedException(String path) throws Exception {
		assertThat(ConsoleClient.problem(this.client.get(path), 500)).isEmpty();
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class FailingController {

		@GetMapping("/test/exception")
		String exception() {
			throw new IllegalArgumentException("internal");
		}

		@GetMapping("/test/error")
		String error() {
			throw new StackOverflowError("internal");
		}

		@PostMapping(path = "/test/body", consumes = "application/json")
		String body(@RequestBody String body) {
			return body;
		}

	}

}
