package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Retention}, {@link CursorLease} and {@link LogKeeper}.
 */
@Timeout(60)
class SqliteRetentionTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	private final List<SqliteMessenger> messengers = new ArrayList<>();

	private final CountDownLatch gate = new CountDownLatch(1);

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(this.file);
	}

	@AfterEach
	void close() {
		this.gate.countDown();
		this.messengers.forEach(SqliteMessenger::close);
	}

	@Test
	void oldEventsThatWereReadAreRemoved() {
		SqliteMessenger messenger = open(builder());
		publish(messenger, 3000, 0);
		this.peer.age("bus_events", 1000);
		messenger.publish("orders", new byte[0]);
		await().until(() -> this.peer.count("bus_events") == 1);
	}

	@Test
	void whatALiveStreamHasNotReadIsKept() {
		SqliteMessenger messenger = open(builder());
		SqliteMessenger other = open(builder());
		AtomicInteger received = new AtomicInteger();
		Subscription subscription = messenger.stream("orders", StreamOptions.defaults().withBufferSize(10),
				(message) -> {
					pass();
					received.incrementAndGet();
				});
		await().until(() -> this.peer.count("bus_cursors") == 1);
		publish(other, 2000, 0);
		this.peer.age("bus_events", 1000);
		awaitCleanups();
		assertThat(this.peer.count("bus_events")).isGreaterThan(1900);
		this.gate.countDown();
		await().until(() -> received.get() == 2000);
		assertThat(subscription.stats()).extracting(SubscriptionStats::missed, SubscriptionStats::dropped)
			.containsExactly(0L, 0L);
	}

	@Test
	void beyondTheRowsAllowedTheOldestGoAndAreCountedAsMissed() {
		SqliteMessenger messenger = open(builder().maxRows(5000));
		AtomicInteger received = new AtomicInteger();
		Subscription subscription = messenger.stream("orders", StreamOptions.defaults().withBufferSize(10),
				(message) -> {
					pass();
					received.incrementAndGet();
				});
		publish(messenger, 20_000, 0);
		await().until(() -> this.peer.count("bus_events") <= 5000);
		this.gate.countDown();
		await().until(() -> received.get() + subscription.stats().missed() == 20_000);
		assertThat(subscription.stats().missed()).isBetween(10_000L, 20_000L);
		assertThat(received.get()).isPositive();
	}

	@Test
	void beyondTheSizeAllowedTheOldestGo() {
		SqliteMessenger messenger = open(builder().maxSize(4 * 1024 * 1024));
		publish(messenger, 2000, 10_000);
		await().until(() -> usedBytes() <= 4 * 1024 * 1024);
		assertThat(this.peer.count("bus_events")).isPositive();
	}

	@Test
	void publishingGoesOnWhileTheLimitsAreEnforced() {
		SqliteMessenger messenger = open(builder().maxRows(1000));
		publish(messenger, 10_000, 0);
		await().until(() -> this.peer.count("bus_events") <= 1000);
		publish(messenger, 10, 0);
	}

	@Test
	void requestsAndRepliesThatNobodyWaitsForAreSwept() {
		open(builder());
		this.peer.request("of another", "echo", "");
		this.peer.jdbc()
			.update("INSERT INTO bus_requests (id, subject, data, expires_at) VALUES ('expired', 'echo', '', 1000)");
		this.peer.jdbc()
			.update("INSERT INTO bus_requests (id, subject, data, expires_at) VALUES ('waits', 'echo', '', ?)",
					System.currentTimeMillis() + 60_000);
		this.peer.jdbc().update("INSERT INTO bus_replies (request_id, data) VALUES ('late', '')");
		this.peer.age("bus_requests", 1000);
		this.peer.age("bus_replies", 1000);
		await().untilAsserted(() -> {
			assertThat(this.peer.jdbc().queryForList("SELECT id FROM bus_requests", String.class))
				.containsExactly("waits");
			assertThat(this.peer.count("bus_replies")).isZero();
		});
	}

	@Test
	void theWordOfAMessengerGoesWithItsLastStream() {
		SqliteMessenger messenger = open(builder());
		Subscription subscription = messenger.stream("orders", (message) -> {
		});
		await().until(() -> this.peer.count("bus_cursors") == 1);
		subscription.unsubscribe();
		await().until(() -> this.peer.count("bus_cursors") == 0);
	}

	@Test
	void theWordOfAMessengerGoesWhenItCloses() {
		SqliteMessenger messenger = open(builder());
		messenger.stream("orders", (message) -> {
		});
		await().until(() -> this.peer.count("bus_cursors") == 1);
		messenger.close();
		assertThat(this.peer.count("bus_cursors")).isZero();
	}

	@Test
	void theWriteAheadLogIsCutWhenNothingIsWritten() {
		SqliteMessenger messenger = open(builder());
		publish(messenger, 600, 10_000);
		assertThat(messenger.walSize()).isPositive();
		await().until(() -> messenger.walSize() < 4 * 1024 * 1024);
	}

	private SqliteMessengerBuilder builder() {
		return SqliteMessenger.builder().path(this.file).cleanupInterval(SHORT);
	}

	private SqliteMessenger open(SqliteMessengerBuilder builder) {
		SqliteMessenger messenger = builder.build();
		this.messengers.add(messenger);
		return messenger;
	}

	private static void publish(SqliteMessenger messenger, int count, int size) {
		List<CompletableFuture<Void>> published = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			published.add(messenger.publishAsync("orders", new byte[size]));
		}
		published.forEach(CompletableFuture::join);
	}

	/**
	 * Wait until the limits were looked at, as another row of the housekeeping shows.
	 */
	private void awaitCleanups() {
		this.peer.jdbc().update("INSERT INTO bus_replies (request_id, data, created_at) VALUES ('mark', '', 0)");
		await().until(() -> this.peer.count("bus_replies") == 0);
	}

	private long usedBytes() {
		return this.peer.jdbc()
			.queryForObject(
					"""
							SELECT (SELECT page_count FROM pragma_page_count()) - (SELECT freelist_count FROM pragma_freelist_count())""",
					Long.class)
				* 4096;
	}

	private void pass() throws InterruptedException {
		assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(20));
	}

}
