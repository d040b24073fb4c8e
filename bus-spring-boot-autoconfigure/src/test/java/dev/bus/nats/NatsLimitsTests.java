package dev.bus.nats;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bus.BusMessage;
import dev.bus.MessengerStatus;
import dev.bus.PayloadTooLargeException;
import dev.bus.RequestHandlerException;
import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link NatsMessenger} makes of what servers and other clients send and
 * refuse.
 */
@EnabledWithNats(ownServer = true)
@Timeout(60)
class NatsLimitsTests {

	private static final int SMALL = 1000;

	private final NatsProcess server = NatsProcess.startWith("max_payload: " + SMALL + "\n");

	private final NatsMessenger messenger = NatsMessenger.builder()
		.options(() -> new Options.Builder().server(this.server.url())
			.maxReconnects(-1)
			.reconnectWait(Duration.ofMillis(50)))
		.build();

	@AfterEach
	void closeAll() {
		this.messenger.close();
		this.server.close();
	}

	@Test
	void theLimitOfTheServerCountsWhereItIsSmaller() {
		this.messenger.publish("orders", new byte[SMALL]);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.messenger.publish("orders", new byte[SMALL + 1]))
			.returns((long) SMALL, PayloadTooLargeException::limit)
			.returns((long) SMALL + 1, PayloadTooLargeException::size);
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> this.messenger.request("orders", new byte[SMALL + 1]));
		assertThat(this.messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
	}

	@Test
	void aReplyBeyondTheLimitOfTheServerIsAnErrorReply() {
		this.messenger.serve("large", (request) -> request.reply(new byte[SMALL + 1]));
		assertThatExceptionOfType(RequestHandlerException.class)
			.isThrownBy(() -> this.messenger.request("large", new byte[0]))
			.returns(413, RequestHandlerException::code);
	}

	@Test
	void aHeaderThatIsNotAsciiCostsOneReconnectAndNoMore() throws IOException {
		Queue<String> received = new ConcurrentLinkedQueue<>();
		this.messenger.stream("orders", (message) -> received.add(message.text()));
		publishRaw("orders", "NATS/1.0\r\nname: na\u00efve\r\n\r\n", "hostile");
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			this.messenger.publish("orders", "after".getBytes(StandardCharsets.UTF_8));
			return received.contains("after");
		});
		this.messenger.serve("echo", (request) -> request.reply(request.data()));
		assertThat(this.messenger.request("echo", new byte[] { 'x' })).asString().isEqualTo("x");
	}

	@Test
	void aHeaderWithoutNameAndValueEndsNoReader() throws IOException {
		Queue<BusMessage> received = new ConcurrentLinkedQueue<>();
		this.messenger.stream("orders", received::add);
		publishRaw("orders", "NATS/1.0\r\na:\r\nb: c\r\n\r\n", "odd");
		Awaitility.await().until(() -> received.size() == 1);
		assertThat(received.element().headers().first("b")).isEqualTo("c");
		assertThat(received.element().headers().first("a")).isEmpty();
	}

	@Test
	void whatASlowConsumerDropsIsCounted() throws InterruptedException {
		int count = 1000;
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Subscription subscription = this.messenger.stream("orders", StreamOptions.defaults().withBufferSize(10),
				(message) -> {
					begun.countDown();
					release.await();
				});
		this.messenger.publish("orders", new byte[8]);
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		for (int i = 1; i < count; i++) {
			this.messenger.publish("orders", new byte[8]);
		}
		Awaitility.await().until(() -> subscription.stats().dropped() == count - 11);
		release.countDown();
		Awaitility.await().until(() -> subscription.stats().delivered() == 11);
		assertThat(subscription.stats()).isEqualTo(new SubscriptionStats(11, 0, count - 11, 0, 0, 0));
	}

	@Test
	void aConnectionOfTheApplicationIsUsedAndStaysOpen() throws Exception {
		try (Connection connection = Nats.connect(this.server.url())) {
			try (NatsMessenger other = NatsMessenger.builder().connection(connection).build()) {
				Queue<String> received = new ConcurrentLinkedQueue<>();
				other.stream("orders", (message) -> received.add(message.text()));
				other.serve("echo", (request) -> request.reply(request.data()));
				this.messenger.publish("orders", new byte[] { 'x' });
				Awaitility.await().untilAsserted(() -> assertThat(received).containsExactly("x"));
				assertThat(other.request("echo", new byte[] { 'y' })).asString().isEqualTo("y");
			}
			assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
			connection.flush(Duration.ofSeconds(5));
		}
	}

	@Test
	void aClosedConnectionOfTheApplicationIsNoLongerConnected() throws Exception {
		Connection connection = Nats.connect(this.server.url());
		try (NatsMessenger other = NatsMessenger.builder().connection(connection).build()) {
			connection.close();
			Awaitility.await().until(other::status, MessengerStatus.DISCONNECTED::equals);
		}
	}

	@Test
	void publishingOnAnInterruptedThreadSendsTheMessageAndKeepsTheFlag() {
		AtomicLong received = new AtomicLong();
		this.messenger.stream("orders", (message) -> received.incrementAndGet());
		Thread.currentThread().interrupt();
		this.messenger.publish("orders", new byte[1]);
		assertThat(Thread.interrupted()).isTrue();
		Awaitility.await().until(() -> received.get() == 1);
	}

	private void publishRaw(String subject, String headers, String body) throws IOException {
		byte[] head = headers.getBytes(StandardCharsets.UTF_8);
		try (Socket socket = new Socket("127.0.0.1", this.server.port())) {
			String command = "CONNECT {\"verbose\":false,\"headers\":true}\r\nHPUB " + subject + " " + head.length + " "
					+ (head.length + body.length()) + "\r\n";
			socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(head);
			socket.getOutputStream().write((body + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
			StringBuilder answer = new StringBuilder();
			int next = socket.getInputStream().read();
			while (next >= 0 && answer.indexOf("PONG") < 0) {
				answer.append((char) next);
				next = socket.getInputStream().read();
			}
			assertThat(answer).contains("PONG");
		}
	}

}
