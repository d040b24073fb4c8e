package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.MessengerStatus;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NatsMessenger} on a cluster whose servers go away.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
class NatsClusterTests {

	private static final int COUNT = 1000;

	private final NatsCluster cluster = NatsCluster.start(3);

	private final Client first = new Client(0);

	private final Client second = new Client(1);

	@AfterEach
	void closeAll() {
		this.first.messenger.close();
		this.second.messenger.close();
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

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void whatIsLostWithAServerIsOneGapAndAllElseArrivesOnceAndInOrder(int server) throws Exception {
		Queue<Integer> received = new ConcurrentLinkedQueue<>();
		Subscription subscription = this.second.messenger.stream("orders",
				(message) -> received.add(Integer.valueOf(message.text())));
		AtomicInteger published = new AtomicInteger();
		ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
		publisher.scheduleAtFixedRate(
				() -> IntStream.range(0, 10)
					.forEach((i) -> this.first.messenger.publish("orders", bytes(published.getAndIncrement()))),
				0, 1, TimeUnit.MILLISECONDS);
		awaitMore(received);
		this.cluster.servers().get(server).kill();
		List.of(this.first, this.second).get(server).awaitAnotherServer();
		awaitMore(received);
		publisher.shutdown();
		assertThat(publisher.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		int last = published.get() - 1;
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> received.contains(last));
		List<Integer> numbers = new ArrayList<>(received);
		assertThat(numbers).isSorted().doesNotHaveDuplicates();
		long gaps = IntStream.range(1, numbers.size()).filter((i) -> numbers.get(i) != numbers.get(i - 1) + 1).count();
		assertThat(gaps).isLessThanOrEqualTo(1);
		assertThat(subscription.stats().dropped()).isZero();
	}

	private void trafficGoesOnAfter(Consumer<NatsProcess> end) {
		Queue<Integer> received = new ConcurrentLinkedQueue<>();
		this.first.messenger.stream("orders", (message) -> received.add(Integer.valueOf(message.text())));
		this.first.messenger.serve("echo", (request) -> request.reply(request.data()));
		end.accept(this.cluster.servers().get(0));
		this.first.awaitAnotherServer();
		// routes between servers learn of subscriptions a little later
		Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
			this.second.messenger.request("echo", new byte[1], Duration.ofSeconds(1));
			return true;
		});
		IntStream.range(0, COUNT).forEach((i) -> this.second.messenger.publish("orders", bytes(i)));
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> received.size() == COUNT);
		assertThat(received).containsExactlyElementsOf(IntStream.range(0, COUNT).boxed().toList());
	}

	private static void awaitMore(Queue<Integer> received) {
		int before = received.size();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= before + COUNT);
	}

	private static byte[] bytes(int number) {
		return String.valueOf(number).getBytes(StandardCharsets.UTF_8);
	}

	private final class Client {

		private final String url;

		private final NatsMessenger messenger;

		private volatile Connection connection;

		/**
		 * Connect to one server, and to others when it has gone.
		 */
		Client(int server) {
			List<String> urls = new ArrayList<>(
					NatsClusterTests.this.cluster.servers().stream().map(NatsProcess::url).toList());
			Collections.rotate(urls, -server);
			this.url = urls.get(0);
			this.messenger = NatsMessenger.builder()
				.options(() -> new Options.Builder().servers(urls.toArray(String[]::new))
					.noRandomize()
					.maxReconnects(-1)
					.reconnectWait(Duration.ofMillis(50))
					.connectionListener((current, type) -> this.connection = current))
				.build();
		}

		void awaitAnotherServer() {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				String now = this.connection.getConnectedUrl();
				return now != null && !now.equals(this.url) && this.messenger.status() == MessengerStatus.CONNECTED;
			});
		}

	}

}
