package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.autoconfigure.BusProperties.Backend;
import dev.bus.memory.InMemoryMessenger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BusProperties}.
 */
class BusPropertiesTests {

	@Test
	void defaultsAreThoseOfTheApi() {
		BusProperties properties = new BusProperties();
		assertThat(properties.getBackend()).isEqualTo(Backend.IN_MEMORY);
		try (InMemoryMessenger messenger = new InMemoryMessenger()) {
			assertThat(properties.getRequestTimeout()).isEqualTo(messenger.requestTimeout());
		}
		assertThat(properties.getMaxPayload()).isEqualTo(DataSize.ofBytes(1024 * 1024));
		assertThat(properties.getListener().isAutoStartup()).isTrue();
		assertThat(properties.getListener().getStream().getConcurrency())
			.isEqualTo(StreamOptions.defaults().concurrency());
		assertThat(properties.getListener().getStream().getBufferSize()).isEqualTo(StreamOptions.DEFAULT_BUFFER_SIZE);
		assertThat(properties.getListener().getServe().getConcurrency()).isEqualTo(ServeOptions.DEFAULT_CONCURRENCY);
	}

	@Test
	void propertiesAreBound() {
		BusProperties properties = bind(Map.of("bus.backend", "nats", "bus.request-timeout", "2s", "bus.max-payload",
				"8MB", "bus.listener.auto-startup", "false", "bus.listener.stream.concurrency", "3",
				"bus.listener.stream.buffer-size", "100", "bus.listener.serve.concurrency", "7"));
		assertThat(properties.getBackend()).isEqualTo(Backend.NATS);
		assertThat(properties.getRequestTimeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.getMaxPayload()).isEqualTo(DataSize.ofMegabytes(8));
		assertThat(properties.getListener().isAutoStartup()).isFalse();
		assertThat(properties.getListener().getStream().getConcurrency()).isEqualTo(3);
		assertThat(properties.getListener().getStream().getBufferSize()).isEqualTo(100);
		assertThat(properties.getListener().getServe().getConcurrency()).isEqualTo(7);
	}

	@Test
	void enginesAreNamedAsInAConfiguration() {
		assertThat(Backend.values()).extracting(Backend::toString).containsExactly("in-memory", "sqlite", "nats");
	}

	private static BusProperties bind(Map<String, String> source) {
		return new Binder(new MapConfigurationPropertySource(source)).bind("bus", BusProperties.class).get();
	}

}
