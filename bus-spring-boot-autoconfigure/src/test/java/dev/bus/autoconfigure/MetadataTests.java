package dev.bus.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the metadata that annotation processors generate, which an IDE and Spring
 * Boot itself read.
 */
class MetadataTests {

	@Test
	void propertiesHaveTypeDefaultAndDescription() throws IOException {
		assertProperty("bus.backend", "dev.bus.autoconfigure.BusProperties$Backend", "in-memory");
		assertProperty("bus.request-timeout", "java.time.Duration", "10s");
		assertProperty("bus.max-payload", "org.springframework.util.unit.DataSize", "1MB");
		assertProperty("bus.listener.auto-startup", "java.lang.Boolean", "true");
		assertProperty("bus.listener.stream.concurrency", "java.lang.Integer", "1");
		assertProperty("bus.listener.stream.buffer-size", "java.lang.Integer", "65536");
		assertProperty("bus.listener.serve.concurrency", "java.lang.Integer", "256");
	}

	@Test
	void everyPropertyIsDescribedInPlainText() throws IOException {
		JsonNode properties = configurationMetadata().get("properties");
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString())
				.as(property.path("name").asString())
				.isNotBlank()
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.endsWith(".")
				.doesNotContain("{@"));
	}

	@Test
	void enginesAreHinted() throws IOException {
		JsonNode hint = find(configurationMetadata().get("hints"), "bus.backend");
		assertThat(hint.get("values")).extracting((value) -> value.get("value").asString())
			.containsExactly("in-memory", "sqlite", "nats");
	}

	@Test
	void orderAndConditionsAreKnownWithoutLoadingClasses() throws IOException {
		Properties metadata = new Properties();
		try (InputStream in = new ClassPathResource("META-INF/spring-autoconfigure-metadata.properties")
			.getInputStream()) {
			metadata.load(in);
		}
		assertThat(metadata).containsKey(BusAutoConfiguration.class.getName())
			.hasEntrySatisfying(BusAutoConfiguration.class.getName() + ".AutoConfigureAfter",
					(after) -> assertThat(after).asString()
						.contains("org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
								"org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration"));
	}

	private static void assertProperty(String name, String type, String defaultValue) throws IOException {
		JsonNode property = find(configurationMetadata().get("properties"), name);
		assertThat(property.path("type").asString()).as(name).isEqualTo(type);
		assertThat(property.path("defaultValue").asString()).as(name).isEqualTo(defaultValue);
	}

	private static JsonNode find(JsonNode nodes, String name) {
		return nodes.valueStream()
			.filter((node) -> name.equals(node.path("name").asString()))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode configurationMetadata() throws IOException {
		try (InputStream in = new ClassPathResource("META-INF/spring-configuration-metadata.json").getInputStream()) {
			return JsonMapper.shared().readTree(in);
		}
	}

}
