package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bus.BusMessage;
import dev.bus.MessengerStatus;
import dev.bus.ServeOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the beginnings and ends of {@link NatsMessenger} and its subscriptions.
 */
@EnabledWithNats
@Timeout(180)
class NatsLifecycleTests {

	private static final int REQUESTS = 1000;

	private static final int CYCLES = 10_000;

	@Test
	void everyRequestThatAServerHasTakenInIsAnsweredAlthoughItIsClosed() throws Exception {
		try (NatsMessenger requester = NatsMessenger.connect(NatsServers.shared())) {
			NatsMessenger server = NatsMessenger.connect(NatsServers.shared());
			AtomicInteger begun = new AtomicInteger();
			CountDownLatch closing = new CountDownLatch(1);
			server.serve("lifecycle.slow", ServeOptions.defaults().withConcurrency(REQUESTS), (request) -> {
				begun.incrementAndGet();
				closing.await();
				return request.reply(request.data());
			});
			List<CompletableFuture<BusMessage>> replies = IntStream.range(0, REQUESTS)
				.mapToObj((i) -> requester.requestAsync(BusMessage.of("lifecycle.slow", String.valueOf(i)),
						Duration.ofSeconds(30)))
				.toList();
			Awaitility.await().until(() -> begun.get() > REQUESTS / 10);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
			Awaitility.await().until(() -> server.status() == MessengerStatus.CLOSED);
			closing.countDown();
			closed.get(20, TimeUnit.SECONDS);
			for (int i = 0; i < REQUESTS; i++) {
				// what was not begun when it closed is answered with code 503 or by
				// nobody, never by silence
				assertThat(replies.get(i).handle((reply, ex) -> (ex != null) ? "refused" : reply.text()).get())
					.isIn(String.valueOf(i), "refused");
			}
			long answered = replies.stream().filter((reply) -> !reply.isCompletedExceptionally()).count();
			assertThat(answered).isEqualTo(begun.get());
		}
	}

	@Test
	@EnabledWithNats(ownServer = true)
	void startsAndStopsOfSubscriptionsLeaveNothingBehind() throws Exception {
		NatsMonitor monitor = NatsMonitor.onFreePort();
		try (NatsProcess process = NatsProcess.start("-m", String.valueOf(monitor.port()));
				NatsMessenger messenger = NatsMessenger.connect(process.url())) {
			cycle(messenger, 100);
			int threads = threads();
			long subscriptions = monitor.subscriptions();
			cycle(messenger, CYCLES / 2);
			assertThat(monitor.subscriptions()).isEqualTo(subscriptions);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> threads() <= threads);
		}
	}

	@Test
	void servedSubjectsAnswerServiceDiscovery() throws Exception {
		NatsService service = new NatsService("lifecycle", "1.2.3", "says \"hello\"");
		try (NatsMessenger messenger = NatsMessenger.builder().servers(NatsServers.shared()).service(service).build();
				Connection other = Nats.connect(NatsServers.shared())) {
			messenger.serve("lifecycle.echo", (request) -> {
				if (request.data().length == 0) {
					throw new IllegalStateException("nothing to say");
				}
				return request.reply(request.data());
			});
			Subscription named = messenger.serveAsync("lifecycle.later", ServeOptions.defaults().withName("later"),
					(request) -> CompletableFuture.supplyAsync(() -> request.reply("done"),
							CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)));
			messenger.request("lifecycle.echo", new byte[1]);
			CompletableFuture<BusMessage> failed = messenger.requestAsync(BusMessage.of("lifecycle.echo", ""));
			assertThat(failed).failsWithin(Duration.ofSeconds(10));
			messenger.request("lifecycle.later", new byte[0]);
			assertThat(ask(other, "$SRV.PING.lifecycle")).contains("\"type\":\"io.nats.micro.v1.ping_response\"")
				.contains("\"name\":\"lifecycle\"")
				.contains("\"version\":\"1.2.3\"");
			assertThat(ask(other, "$SRV.INFO.lifecycle")).contains("\"description\":\"says \\\"hello\\\"\"")
				.contains("{\"name\":\"lifecycle-echo\",\"subject\":\"lifecycle.echo\","
						+ "\"queue_group\":\"lifecycle.echo\",\"metadata\":{}}")
				.contains("\"name\":\"later\"");
			String stats = ask(other, "$SRV.STATS.lifecycle");
			assertThat(stats).contains("\"num_requests\":2,\"num_errors\":1,\"last_error\":\"nothing to say\"");
			assertThat(
					Long.parseLong(stats.replaceAll("(?s).*\"name\":\"later\".*?\"processing_time\":(\\d+).*", "$1")))
				.isGreaterThan(Duration.ofMillis(40).toNanos());
			named.unsubscribe();
			assertThat(ask(other, "$SRV.INFO.lifecycle")).doesNotContain("\"name\":\"later\"");
		}
	}

	private static void cycle(NatsMessenger messenger, int cycles) {
		for (int i = 0; i < cycles; i++) {
			messenger.stream("orders." + i, (message) -> {
			}).unsubscribe();
			messenger.serve("orders." + i, (request) -> null).unsubscribe();
		}
	}

	private static int threads() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("bus-nats"))
			.count();
	}

	private static String ask(Connection connection, String subject) throws InterruptedException {
		Message answer = connection.request(subject, new byte[0], Duration.ofSeconds(10));
		assertThat(answer).isNotNull();
		return new String(answer.getData(), StandardCharsets.UTF_8);
	}

}
