package dev.bus.nats;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;
import dev.bus.NoRespondersException;
import dev.bus.RequestTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link NatsMessenger} through outages of its server.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
class NatsOutageTests {

	private static final int BUFFER = 64 * 1024;

	private static final int MESSAGE = 10_000;

	private static final long MEMORY = 32L * 1024 * 1024;

	private NatsProcess server = NatsProcess.start();

	private final NatsMessenger messenger = open();

	@AfterEach
	void closeAll() {
		this.messenger.close();
		this.server.close();
	}

	@Test
	void streamsAndServersWorkAgainAfterTheServerWasKilled() {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		this.messenger.stream("orders.*", (message) -> received.add(message.text()));
		this.messenger.serve("echo", (request) -> request.reply(request.data()));
		this.server.kill();
		awaitStatus(MessengerStatus.DISCONNECTED);
		this.server.startAgain();
		awaitStatus(MessengerStatus.CONNECTED);
		this.messenger.publish("orders.placed", bytes("after"));
		Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("after"));
		assertThat(this.messenger.request("echo", bytes("hello"))).asString().isEqualTo("hello");
	}

	@Test
	void whatIsSubscribedInAnOutageIsTakenUpAfterIt() {
		this.server.kill();
		awaitStatus(MessengerStatus.DISCONNECTED);
		Queue<String> received = new ConcurrentLinkedQueue<>();
		long start = System.nanoTime();
		this.messenger.stream("orders", (message) -> received.add(message.text()));
		this.messenger.serve("echo", (request) -> request.reply(request.data()));
		assertThat(elapsed(start)).isLessThan(Duration.ofMillis(500));
		this.messenger.publish("orders", bytes("meanwhile"));
		this.server.startAgain();
		Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("meanwhile"));
		assertThat(this.messenger.request("echo", bytes("hello"))).asString().isEqualTo("hello");
	}

	@Test
	void whatIsPublishedInAnOutageArrivesInOrderUpToTheBufferAndThenFailsAtOnce() {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		this.messenger.stream("orders", (message) -> received.add(message.text()));
		this.server.kill();
		awaitStatus(MessengerStatus.DISCONNECTED);
		int accepted = 0;
		MessagePublishException refused = null;
		long longest = 0;
		while (refused == null && accepted < BUFFER) {
			long start = System.nanoTime();
			try {
				this.messenger.publish("orders", bytes(String.valueOf(accepted)));
				accepted++;
			}
			catch (MessagePublishException ex) {
				refused = ex;
			}
			longest = Math.max(longest, System.nanoTime() - start);
		}
		assertThat(refused).hasMessageContaining("'orders'").hasMessageContaining("reconnect-buffer-size");
		// what a message takes on the wire beside its payload of up to 4 bytes
		assertThat(accepted).isBetween(BUFFER / 24, BUFFER / 16);
		assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
		assertThat(this.messenger.publishAsync("orders", new byte[100])).isCompletedExceptionally();
		List<String> expected = IntStream.range(0, accepted).mapToObj(String::valueOf).toList();
		this.server.startAgain();
		Awaitility.await().untilAsserted(() -> assertThat(received).hasSameSizeAs(expected));
		assertThat(received).containsExactlyElementsOf(expected);
		this.messenger.publish("orders", bytes("again"));
		Awaitility.await().untilAsserted(() -> assertThat(received).contains("again"));
	}

	@Test
	void requestsInFlightEndInATimeout() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.messenger.serve("slow", (request) -> {
			running.countDown();
			release.await();
			return null;
		});
		CompletableFuture<BusMessage> reply = this.messenger.requestAsync(BusMessage.of("slow", ""),
				Duration.ofSeconds(2));
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		this.server.kill();
		assertThat(reply).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseExactlyInstanceOf(RequestTimeoutException.class);
		release.countDown();
	}

	@Test
	void aRequestWaitsForTheLinkUntilItsDeadline() {
		this.server.kill();
		awaitStatus(MessengerStatus.DISCONNECTED);
		BusMessage request = BusMessage.of("echo", "hello");
		long start = System.nanoTime();
		assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> this.messenger.request(request, Duration.ofMillis(300)))
			.withMessageContaining("was not sent");
		assertThat(elapsed(start)).isBetween(Duration.ofMillis(300), Duration.ofMillis(1300));
		this.messenger.serve("echo", (message) -> message.reply(message.data()));
		CompletableFuture<BusMessage> async = this.messenger.requestAsync(request, Duration.ofSeconds(20));
		CompletableFuture<BusMessage> blocking = CompletableFuture
			.supplyAsync(() -> this.messenger.request(request, Duration.ofSeconds(20)));
		this.server.startAgain();
		assertThat(async).succeedsWithin(Duration.ofSeconds(20)).returns("hello", BusMessage::text);
		assertThat(blocking).succeedsWithin(Duration.ofSeconds(20)).returns("hello", BusMessage::text);
	}

	@Test
	void nothingBlocksAndTheBufferIsBoundedWhileTheServerIsFrozen() {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		this.messenger.stream("orders", (message) -> received.add(message.text().substring(0, 8)));
		this.server.freeze();
		String padding = "x".repeat(1000);
		int accepted = 0;
		boolean refused = false;
		long longest = 0;
		while (!refused && accepted < 100_000) {
			long start = System.nanoTime();
			try {
				this.messenger.publish("orders", bytes(String.format("%08d", accepted) + padding));
				accepted++;
			}
			catch (MessagePublishException ex) {
				refused = true;
			}
			longest = Math.max(longest, System.nanoTime() - start);
		}
		assertThat(refused).isTrue();
		assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
		long start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			assertThat(this.messenger.publishAsync("orders", new byte[2000])).isCompletedExceptionally();
		}
		assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(1));
		this.server.thaw();
		List<String> expected = IntStream.range(0, accepted).mapToObj((i) -> String.format("%08d", i)).toList();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> received.size() >= expected.size());
		assertThat(received).containsExactlyElementsOf(expected);
	}

	@Test
	void whatIsRefusedWhileTheServerIsFrozenTakesNoMemory() {
		this.server.freeze();
		long before = usedMemory();
		long accepted = 0;
		for (int i = 0; i < 20_000; i++) {
			try {
				this.messenger.publish("orders", new byte[MESSAGE]);
				accepted += MESSAGE;
			}
			catch (MessagePublishException ex) {
				assertThat(ex).hasMessageContaining("reconnect-buffer-size");
			}
		}
		// what the sockets and the server have taken, too
		assertThat(accepted).isLessThan(MEMORY);
		assertThat(usedMemory() - before).isLessThan(MEMORY);
		this.server.thaw();
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void closingWithoutAServerTellsWhatWasNotSentAndEnds(CapturedOutput output) {
		this.server.kill();
		awaitStatus(MessengerStatus.DISCONNECTED);
		this.messenger.publish("orders", bytes("one"));
		long start = System.nanoTime();
		this.messenger.close();
		assertThat(elapsed(start)).isLessThan(Duration.ofSeconds(10));
		assertThat(this.messenger.status()).isEqualTo(MessengerStatus.CLOSED);
		int frame = "PUB orders 3\r\none\r\n".length();
		assertThat(output).containsPattern("ERROR.*Closed with " + frame + " bytes of messages");
	}

	@Test
	void aMessengerThatConnectsInBackgroundJoinsWhenTheServerIsThere() {
		int port = NatsProcess.freePort();
		try (NatsMessenger early = NatsMessenger.builder()
			.options(() -> options("nats://127.0.0.1:" + port))
			.connectInBackground(true)
			.build()) {
			Queue<String> received = new ConcurrentLinkedQueue<>();
			early.stream("orders", (message) -> received.add(message.text()));
			early.publish("orders", bytes("early"));
			assertThat(early.status()).isEqualTo(MessengerStatus.DISCONNECTED);
			try (NatsProcess late = NatsProcess.startOn(port)) {
				Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("early"));
				assertThat(early.status()).isEqualTo(MessengerStatus.CONNECTED);
			}
		}
	}

	private NatsMessenger open() {
		return NatsMessenger.builder().options(() -> options(this.server.url())).build();
	}

	private static Options.Builder options(String url) {
		return new Options.Builder().server(url)
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(50))
			.reconnectBufferSize(BUFFER);
	}

	private void awaitStatus(MessengerStatus status) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(this.messenger::status, status::equals);
	}

	private static long usedMemory() {
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static Duration elapsed(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
