package dev.bus.autoconfigure.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.bus.BusMessage;
import dev.bus.autoconfigure.BusAutoConfiguration;
import dev.bus.listener.BusListenerRegistry;
import dev.bus.listener.BusStream;
import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsProcess;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BusHealthContributorAutoConfiguration} and {@link BusHealthIndicator}.
 */
class BusHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(BusAutoConfiguration.class, BusHealthContributorAutoConfiguration.class));

	@Test
	void isUpWhileTheMessengerIsConnected() {
		this.contextRunner.run((context) -> {
			Health health = context.getBean(HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("messenger", "connected");
		});
	}

	@Test
	void aListenerThatWasStoppedOrPausedOnPurposeIsNoFailure() {
		this.contextRunner.withBean(Listeners.class).run((context) -> {
			BusListenerRegistry registry = context.getBean(BusListenerRegistry.class);
			registry.stop("first");
			registry.pause("second");
			Health health = context.getBean(HealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("runningListeners", 1L)
				.containsEntry("pausedListeners", 1L)
				.containsEntry("stoppedListeners", 1L);
		});
	}

	@Test
	void canBeDisabled() {
		this.contextRunner.withPropertyValues("management.health.bus.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("busHealthContributor"));
	}

	@Test
	void goesDownWithTheFileAndUpAgain(@TempDir Path directory) {
		Path file = directory.resolve("bus.db");
		this.contextRunner.withPropertyValues("bus.backend=sqlite", "bus.sqlite.path=" + file).run((context) -> {
			HealthIndicator indicator = context.getBean(HealthIndicator.class);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			// a connection keeps the key of the file from being used again
			Awaitility.await().until(() -> Files.exists(Path.of(file + "-wal")));
			Files.delete(file);
			// nothing that could be opened
			Files.createDirectory(file);
			awaitStatus(indicator, Status.DOWN);
			assertThat(indicator.health().getDetails()).containsEntry("messenger", "disconnected");
			Files.delete(file);
			awaitStatus(indicator, Status.UP);
		});
	}

	private static void awaitStatus(HealthIndicator indicator, Status status) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20)).until(() -> {
			long start = System.nanoTime();
			Status current = indicator.health().getStatus();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
			return current.equals(status);
		});
	}

	@Nested
	@EnabledWithNats(ownServer = true)
	class OnNats {

		@Test
		void goesDownWithTheServerAndUpAgain() {
			goesDownAndUpAgain(NatsProcess::kill, NatsProcess::startAgain);
		}

		@Test
		void goesDownWithAServerThatDoesNotAnswerAndUpAgain() {
			goesDownAndUpAgain(NatsProcess::freeze, NatsProcess::thaw);
		}

		private void goesDownAndUpAgain(Consumer<NatsProcess> end, Consumer<NatsProcess> begin) {
			try (NatsProcess server = NatsProcess.start()) {
				BusHealthContributorAutoConfigurationTests.this.contextRunner
					.withPropertyValues("bus.backend=nats", "bus.nats.servers=" + server.url(),
							"bus.nats.reconnect-wait=50ms", "bus.nats.ping-interval=100ms")
					.run((context) -> {
						HealthIndicator indicator = context.getBean(HealthIndicator.class);
						awaitStatus(indicator, Status.UP);
						end.accept(server);
						awaitStatus(indicator, Status.DOWN);
						assertThat(indicator.health().getDetails()).containsEntry("messenger", "disconnected");
						begin.accept(server);
						awaitStatus(indicator, Status.UP);
					});
			}
		}

	}

	static class Listeners {

		@BusStream(subject = "one", id = "first")
		void first(BusMessage message) {
		}

		@BusStream(subject = "two", id = "second")
		void second(BusMessage message) {
		}

	}

}
