package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bus.MessengerStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsMessenger} on a cluster whose servers go away.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
class NatsClusterTests {

	private static final int COUNT = 1000;

	private final NatsCluster cluster = NatsCluster.start(3);

	private final AtomicReference<Connection> connection = new AtomicReference<>();

	private final NatsMessenger first = open(this.connection);

	private final NatsMessenger second = open(new AtomicReference<>());

	@AfterEach
	void closeAll() {
		this.first.close();
		this.second.close();
		this.cluster.close();
	}

	@Test
	void trafficGoesOnThroughAnotherServerWhenOneIsKilled() {
		trafficGoesOnAfter(NatsProcess::kill);
	}

	@Test
	void trafficGoesOnThroughAnotherServerWhenOneEntersLameDuckMode() {
		trafficGoesOnAfter(NatsProcess::enterLameDuckMode);
	}

	private void trafficGoesOnAfter(Consumer<NatsProcess> end) {
		Queue<Integer> received = new ConcurrentLinkedQueue<>();
		this.first.stream("orders", (message) -> received.add(Integer.valueOf(message.text())));
		this.first.serve("echo", (request) -> request.reply(request.data()));
		String before = this.connection.get().getConnectedUrl();
		end.accept(this.cluster.server(before));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
			String now = this.connection.get().getConnectedUrl();
			return now != null && !now.equals(before) && this.first.status() == MessengerStatus.CONNECTED
					&& this.second.status() == MessengerStatus.CONNECTED;
		});
		// routes between servers learn of subscriptions a little later
		Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
			this.second.request("echo", new byte[1], Duration.ofSeconds(1));
			return true;
		});
		IntStream.range(0, COUNT)
			.forEach((i) -> this.second.publish("orders", String.valueOf(i).getBytes(StandardCharsets.UTF_8)));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> received.size() == COUNT);
		assertThat(received).containsExactlyElementsOf(IntStream.range(0, COUNT).boxed().toList());
	}

	private NatsMessenger open(AtomicReference<Connection> connection) {
		String[] urls = this.cluster.servers().stream().map(NatsProcess::url).toArray(String[]::new);
		return NatsMessenger.builder()
			.options(() -> new Options.Builder().servers(urls)
				.maxReconnects(-1)
				.reconnectWait(Duration.ofMillis(50))
				.connectionListener((current, type) -> connection.set(current)))
			.build();
	}

}
