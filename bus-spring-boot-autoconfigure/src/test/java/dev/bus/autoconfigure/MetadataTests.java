package dev.bus.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.autoconfigure.BusSqliteProperties.InitializeSchema;

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
		assertProperty("bus.sqlite.path", "java.lang.String", "bus.db");
		assertProperty("bus.sqlite.max-size", "org.springframework.util.unit.DataSize", "1GB");
		assertProperty("bus.sqlite.max-rows", "java.lang.Long", "1000000");
		assertProperty("bus.sqlite.use-application-data-source", "java.lang.Boolean", "false");
		assertProperty("bus.sqlite.initialize-schema", InitializeSchema.class.getName(), "always");
		assertProperty("bus.sqlite.synchronous", "dev.bus.sqlite.Synchronous", "full");
		assertProperty("bus.sqlite.busy-timeout", "java.time.Duration", "5s");
		assertProperty("bus.sqlite.retention", "java.time.Duration", "5m");
		assertProperty("bus.sqlite.cleanup-interval", "java.time.Duration", "1m");
		assertProperty("bus.sqlite.local-requests", "dev.bus.sqlite.LocalRequests", "prefer");
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

	@ParameterizedTest
	@CsvSource({ "bus.backend, in-memory;sqlite;nats", "bus.sqlite.initialize-schema, always;never",
			"bus.sqlite.local-requests, prefer;never", "bus.sqlite.synchronous, full;normal" })
	void valuesAreHinted(String property, String values) throws IOException {
		JsonNode hint = find(configurationMetadata().get("hints"), property);
		assertThat(hint.get("values")).extracting((value) -> value.get("value").asString())
			.containsExactly(values.split(";"));
		assertThat(hint.get("values")).extracting((value) -> value.get("description").asString())
			.allSatisfy((description) -> assertThat(description).endsWith("."));
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
								"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
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
