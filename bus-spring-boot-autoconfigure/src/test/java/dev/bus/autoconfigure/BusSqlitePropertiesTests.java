package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import dev.bus.autoconfigure.BusSqliteProperties.InitializeSchema;
import dev.bus.sqlite.LocalRequests;
import dev.bus.sqlite.Synchronous;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BusSqliteProperties}.
 */
class BusSqlitePropertiesTests {

	@Test
	void propertiesAreBound() {
		BusSqliteProperties properties = bind(Map.of("bus.sqlite.path", "/var/lib/bus.db", "bus.sqlite.max-size",
				"64MB", "bus.sqlite.max-rows", "500", "bus.sqlite.use-application-data-source", "true",
				"bus.sqlite.initialize-schema", "never", "bus.sqlite.synchronous", "normal", "bus.sqlite.busy-timeout",
				"300ms", "bus.sqlite.retention", "1h", "bus.sqlite.cleanup-interval", "10s",
				"bus.sqlite.local-requests", "never"));
		assertThat(properties.getPath()).isEqualTo("/var/lib/bus.db");
		assertThat(properties.getMaxSize()).isEqualTo(DataSize.ofMegabytes(64));
		assertThat(properties.getMaxRows()).isEqualTo(500);
		assertThat(properties.isUseApplicationDataSource()).isTrue();
		assertThat(properties.getInitializeSchema()).isEqualTo(InitializeSchema.NEVER);
		assertThat(properties.getSynchronous()).isEqualTo(Synchronous.NORMAL);
		assertThat(properties.getBusyTimeout()).isEqualTo(Duration.ofMillis(300));
		assertThat(properties.getRetention()).isEqualTo(Duration.ofHours(1));
		assertThat(properties.getCleanupInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.getLocalRequests()).isEqualTo(LocalRequests.NEVER);
	}

	private static BusSqliteProperties bind(Map<String, String> source) {
		return new Binder(new MapConfigurationPropertySource(source)).bind("bus.sqlite", BusSqliteProperties.class)
			.get();
	}

}
