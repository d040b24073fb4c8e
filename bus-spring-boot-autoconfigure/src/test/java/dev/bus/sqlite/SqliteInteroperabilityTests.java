package dev.bus.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.NoRespondersException;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqliteMessenger} beside programs that know only the three common
 * tables.
 */
class SqliteInteroperabilityTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	private SqliteMessenger messenger;

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void open() {
		this.file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(this.file).createSchema();
		this.messenger = SqliteMessenger.builder().path(this.file).build();
	}

	@AfterEach
	void close() {
		this.messenger.close();
	}

	@Test
	void eventsOfOthersAreDelivered() {
		this.messenger.stream("orders.*", (message) -> this.received.add(message.subject() + "=" + message.text()));
		this.peer.publish("orders.placed", "one");
		this.peer.publish("invoices.sent", "not for us");
		this.peer.publish("orders.shipped", "");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("orders.placed=one", "orders.shipped="));
	}

	@Test
	void eventsOfOthersAndOurOwnAreDeliveredInOneOrder() {
		this.messenger.stream("orders", (message) -> this.received.add(message.text()));
		for (int i = 0; i < 100; i += 2) {
			this.messenger.publish("orders", String.valueOf(i).getBytes());
			this.peer.publish("orders", String.valueOf(i + 1));
		}
		await().until(() -> this.received.size() == 100);
		assertThat(this.received).containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
	}

	@Test
	void othersReadOurEvents() {
		this.messenger.publish(BusMessage.of("orders.placed", "one", BusHeaders.of("Trace", "1")));
		this.messenger.publish("orders.placed", new byte[0]);
		assertThat(this.peer.jdbc()
			.queryForList("SELECT data FROM bus_events WHERE subject = ? AND id > ? ORDER BY id", byte[].class,
					"orders.placed", 0))
			.containsExactly("one".getBytes(), new byte[0]);
		assertThat(this.peer.jdbc().queryForList("SELECT typeof(data) FROM bus_events", String.class))
			.containsOnly("blob");
	}

	@Test
	void requestsOfOthersAreServedAndTheirRepliesHaveTheKnownForm() {
		this.messenger.serve("orders.get", (request) -> {
			if (request.text().isEmpty()) {
				throw new IllegalStateException("no order");
			}
			return request.reply("got " + request.text());
		});
		this.peer.request("id-1", "orders.get", "42");
		this.peer.request("id-2", "orders.get", "");
		await().untilAsserted(() -> {
			assertThat(this.peer.reply("id-1")).asString().isEqualTo("got 42");
			assertThat(this.peer.reply("id-2")).asString().isEqualTo("error: no order");
		});
		assertThat(this.peer.count("bus_requests")).isZero();
	}

	@Test
	void requestsOfOthersAreServedByWildcardToo() {
		this.messenger.serve("orders.*.get", (request) -> request.reply(request.subject()));
		this.peer.request("id-1", "orders.42.get", "");
		this.peer.request("id-2", "invoices.42.get", "");
		await().untilAsserted(() -> assertThat(this.peer.reply("id-1")).asString().isEqualTo("orders.42.get"));
		assertThat(this.peer.count("bus_requests")).isEqualTo(1);
	}

	@Test
	void othersServeOurRequests() {
		CompletableFuture<BusMessage> reply = this.messenger.requestAsync(BusMessage.of("echo", "ping"), LIMIT);
		await().until(() -> this.peer.serve("echo", "pong ") == 1);
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("pong ping");
		await().untilAsserted(() -> assertThat(this.peer.count("bus_replies")).isZero());
	}

	@Test
	void anErrorReplyOfAnotherIsAnOrdinaryReply() {
		CompletableFuture<BusMessage> reply = this.messenger.requestAsync(BusMessage.of("echo", "ping"), LIMIT);
		await().until(() -> this.peer.serve("echo", "error: ") == 1);
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("error: ping");
	}

	@Test
	void aRequestThatNobodyTookLeavesNothingBehind() {
		// on a busy machine it is not always known in time that nobody took it
		await().untilAsserted(() -> assertThatExceptionOfType(NoRespondersException.class)
			.isThrownBy(() -> this.messenger.request(BusMessage.of("echo", "ping"), Duration.ofMillis(50))));
		await().untilAsserted(() -> assertThat(this.peer.count("bus_requests")).isZero());
	}

	@Test
	void eachRequestIsServedOnceWhenOthersServeToo() {
		Queue<String> ours = new ConcurrentLinkedQueue<>();
		this.messenger.serve("echo", (request) -> {
			ours.add(request.text());
			return request;
		});
		int theirs = 0;
		for (int i = 0; i < 300; i++) {
			this.peer.request("id-" + i, "echo", String.valueOf(i));
			theirs += this.peer.serve("echo", "");
		}
		await().until(() -> this.peer.count("bus_replies") == 300);
		assertThat(ours).hasSize(300 - theirs).doesNotHaveDuplicates();
	}

	@Test
	void aCleanUpOfOthersSparesWhatALiveStreamHasNotRead() throws Exception {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		Subscription subscription = this.messenger.stream("orders", (message) -> {
			gate.get(10, TimeUnit.SECONDS);
			this.received.add(message.text());
		});
		await().until(() -> this.peer.count("bus_cursors") == 1);
		subscription.pause();
		// more than its buffer: the rest is in the file only
		byte[] large = new byte[1_000_000];
		for (int i = 0; i < 80; i++) {
			this.messenger.publish("orders", large);
		}
		this.peer.age("bus_events", 1000);
		this.peer.cleanUp();
		assertThat(this.peer.count("bus_events")).isPositive();
		gate.complete(null);
		subscription.resume();
		await().until(() -> this.received.size() == 80);
		assertThat(subscription.stats().missed()).isZero();
	}

	@Test
	void whatOthersRemoveUnreadIsCountedAsMissed() {
		Subscription subscription = this.messenger.stream("orders", (message) -> this.received.add(message.text()));
		this.peer.jdbc().execute("DROP TRIGGER bus_events_keep");
		this.peer.jdbc()
			.batchUpdate("BEGIN IMMEDIATE", "INSERT INTO bus_events (subject, data) VALUES ('orders', 'a')",
					"INSERT INTO bus_events (subject, data) VALUES ('orders', 'b')", "DELETE FROM bus_events",
					"COMMIT");
		this.peer.publish("orders", "c");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("c"));
		assertThat(subscription.stats().missed()).isEqualTo(2);
	}

	@Test
	void aRowThatNoOneCanReadIsSkipped() {
		this.messenger.stream(">", (message) -> this.received.add(message.text()));
		this.peer.publish("orders..placed", "bad subject");
		this.peer.jdbc().update("INSERT INTO bus_events (subject, data, headers) VALUES ('orders', 'x', 'no header')");
		this.peer.publish("orders", "good");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("good"));
	}

	@Test
	void rowsWrittenByHandAreDeliveredAndServed() throws Exception {
		Assumptions.assumeTrue(shellExists(), "no sqlite3 shell on the PATH");
		this.messenger.stream("orders", (message) -> this.received.add(message.text()));
		this.messenger.serve("echo", (request) -> request.reply("got " + request.text()));
		shell("INSERT INTO bus_events (subject, data) VALUES ('orders', 'by hand');"
				+ "INSERT INTO bus_requests (id, subject, data) VALUES ('r1', 'echo', 'hand');");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("by hand"));
		await()
			.untilAsserted(() -> assertThat(shell("SELECT CAST(data AS TEXT) FROM bus_replies WHERE request_id = 'r1'"))
				.isEqualTo("got hand"));
	}

	private static boolean shellExists() throws InterruptedException {
		try {
			return new ProcessBuilder("sqlite3", "--version").start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String shell(String sql) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(List.of("sqlite3", "-cmd", ".timeout 5000", this.file.toString(), sql))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
		return output.strip();
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO).atMost(LIMIT);
	}

}
