package dev.bus.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.nats.NatsServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs trials in this JVM, without a fork for each.
 */
class TrialsTests {

	private static final Timing SHORT = new Timing(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(150),
			2);

	static Stream<Arguments> overFilesAndListeners() {
		return trials("sqlite-", "listener-", "observed-");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void overFilesAndListeners(String name, Trial trial) throws Exception {
		assertThat(trial.run(SHORT).value()).isPositive();
	}

	static Stream<Arguments> overNats() {
		return trials("nats-publish", "nats-deliver", "nats-request-");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void overNats(String name, Trial trial) throws Exception {
		assumeTrue(NatsServer.isInstalled() || "true".equals(System.getenv("BUS_REQUIRE_NATS")),
				"No nats-server on the PATH or in /usr/sbin");
		assertThat(trial.run(SHORT).value()).isPositive();
	}

	private static Stream<Arguments> trials(String... families) {
		return Cases.all()
			.stream()
			.filter((benchmark) -> List.of(families).stream().anyMatch(benchmark.name()::startsWith))
			.flatMap(TrialsTests::trials);
	}

	private static Stream<Arguments> trials(Case benchmark) {
		return benchmark.sides()
			.stream()
			.map(Measured.class::cast)
			.map((side) -> Arguments.of(benchmark.name() + " " + side.name(), side.trial().get()));
	}

}
