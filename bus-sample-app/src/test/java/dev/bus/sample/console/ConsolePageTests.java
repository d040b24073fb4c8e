package dev.bus.sample.console;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page of the console as it is served.
 */
class ConsolePageTests extends AbstractConsoleTests {

	private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

	@Test
	void servesThePage() throws Exception {
		HttpResponse<byte[]> response = this.client.get("/", "Accept", "text/html,*/*;q=0.8");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
		assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
		assertThat(ConsoleClient.text(response)).contains("<title>Bus console</title>")
			.contains("value=\"orders.&gt;\"");
	}

	@Test
	void servesAllThatThePageRefersTo() throws Exception {
		List<String> references = REFERENCE.matcher(ConsoleClient.text(this.client.get("/")))
			.results()
			.map((MatchResult match) -> match.group(1))
			.toList();
		assertThat(references).containsExactlyInAnyOrder("favicon.svg", "console.css", "console.js");
		for (String reference : references) {
			assertThat(this.client.get("/" + reference).statusCode()).as(reference).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/console.js", "/console.css" })
	void refersToNoOtherHost(String path) throws Exception {
		assertThat(ConsoleClient.text(this.client.get(path))).doesNotContain("//www", "http:", "https:", "ws:")
			.doesNotContainPattern("[\"'(]//");
	}

	@Test
	void findsAllElementsThatItsScriptUses() throws Exception {
		String page = ConsoleClient.text(this.client.get("/"));
		String script = ConsoleClient.text(this.client.get("/console.js"));
		List<String> ids = Pattern.compile("(?:element|onSubmit)\\(\"([^\"]+)\"")
			.matcher(script)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(ids).hasSizeGreaterThan(10).allSatisfy((id) -> assertThat(page).contains("id=\"" + id + "\""));
	}

}
