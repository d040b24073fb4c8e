package dev.bus.benchmark.harness;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DependenciesTests {

	private final Dependencies dependencies = Dependencies.load();

	@Test
	void aStarterIsFollowedToAllThatItBrings() {
		List<String> jackson = this.dependencies.jars("org.springframework.boot:spring-boot-starter-jackson");
		assertThat(jackson).anyMatch((jar) -> jar.startsWith("jackson-databind-3."))
			.anyMatch((jar) -> jar.startsWith("spring-core-"))
			.anyMatch((jar) -> jar.startsWith("commons-logging-"))
			.anyMatch((jar) -> jar.startsWith("logback-classic-"))
			.noneMatch((jar) -> jar.startsWith("jnats-") || jar.startsWith("vertx-"));
		List<String> bus = this.dependencies.jars("dev.bus:bus-spring-boot-starter");
		assertThat(bus).containsAll(jackson)
			.anyMatch((jar) -> jar.startsWith("jnats-"))
			.noneMatch((jar) -> jar.startsWith("vertx-") || jar.startsWith("guava-"));
	}

	@Test
	void anUnknownLibraryIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.dependencies.version("a:b"))
			.withMessageContaining("No library 'a:b'");
	}

}
