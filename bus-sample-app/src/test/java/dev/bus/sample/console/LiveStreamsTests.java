package dev.bus.sample.console;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamListener;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.BDDMockito.willAnswer;

/**
 * Tests for {@link LiveStreams} with clients that do not behave.
 */
class LiveStreamsTests extends AbstractConsoleTests {

	private final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();

	@MockitoSpyBean
	private Messenger spiedMessenger;

	@BeforeEach
	void recordSubscriptions() {
		willAnswer((invocation) -> {
			Subscription subscription = (Subscription) invocation.callRealMethod();
			this.subscriptions.add(subscription);
			return subscription;
		}).given(this.spiedMessenger).stream(startsWith("live."), any(StreamListener.class));
	}

	@Test
	void unsubscribesForAClientThatHasLeft() throws Exception {
		EventStreamReader events = this.client.open("/api/messages/live.left").awaitActive();
		Subscription subscription = this.subscriptions.remove();
		assertThat(subscription.isActive()).isTrue();
		events.close();
		Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
			this.messenger.publish(BusMessage.of("live.left", "x"));
			assertThat(subscription.isActive()).isFalse();
		});
	}

	@Test
	void unsubscribesForAClientThatDoesNotRead() throws Exception {
		byte[] payload = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
		int count = 400;
		try (Socket stuck = this.client.openWithoutReading("/api/messages/live.%3E");
				EventStreamReader reading = this.client.open("/api/messages/live.stuck").awaitActive()) {
			Subscription subscription = this.subscriptions.remove();
			assertThat(subscription.subject()).isEqualTo("live.>");
			long began = System.nanoTime();
			for (int i = 0; i < count; i++) {
				this.messenger.publish("live.stuck", payload);
				assertThat(reading.nextEvent().path("payload").asString()).hasSize(payload.length);
			}
			assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
			assertThat(subscription.isActive()).isFalse();
			assertThat(this.subscriptions.remove().isActive()).isTrue();
		}
	}

	@Test
	void forgetsClientsThatComeAndGoWhileMessagesArrive() throws Exception {
		int clients = 8;
		int rounds = 40;
		BusMessage message = BusMessage.of("live.busy", "x".repeat(2000));
		ExecutorService executor = Executors.newFixedThreadPool(clients + 1);
		try {
			AtomicBoolean over = new AtomicBoolean();
			Future<?> publisher = executor.submit(() -> {
				while (!over.get()) {
					this.messenger.publish(message);
				}
			});
			List<Callable<Void>> visits = Collections.nCopies(clients, () -> {
				for (int i = 0; i < rounds; i++) {
					try (Socket socket = this.client.openWithoutReading("/api/messages/live.busy")) {
						socket.getInputStream().readNBytes(ThreadLocalRandom.current().nextInt(20_000));
						// with unread bytes the connection is reset, without it is closed
						socket.setSoLinger(i % 2 == 0, 0);
					}
				}
				return null;
			});
			for (Future<Void> visit : executor.invokeAll(visits, 60, TimeUnit.SECONDS)) {
				visit.get();
			}
			assertThat(this.subscriptions).hasSize(clients * rounds);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(this.subscriptions).noneMatch(Subscription::isActive));
			over.set(true);
			publisher.get(10, TimeUnit.SECONDS);
		}
		finally {
			executor.shutdownNow();
		}
	}

}
