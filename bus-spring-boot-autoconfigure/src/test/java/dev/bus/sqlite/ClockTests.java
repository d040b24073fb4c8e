package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusMessage;
import dev.bus.RequestTimeoutException;
import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a wall clock that is set while messengers run. What they have in the file is
 * dated by the clock from before.
 */
@Timeout(60)
class ClockTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int COUNT = 1000;

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

	private final InstantSource clock = () -> Instant.now().plus(this.offset.get());

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

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void whatALiveStreamHasNotReadIsKept(int hours) {
		SqliteMessenger messenger = open();
		SqliteMessenger other = open();
		AtomicInteger received = new AtomicInteger();
		Subscription subscription = slowStream(messenger, received);
		publish(other);
		set(hours);
		awaitCleanUps();
		assertThat(this.peer.count("bus_events")).isGreaterThan(COUNT / 2);
		assertThat(this.peer.count("bus_cursors")).isOne();
		this.gate.countDown();
		await().until(() -> received.get() == COUNT);
		assertThat(subscription.stats()).extracting(SubscriptionStats::missed, SubscriptionStats::dropped)
			.containsExactly(0L, 0L);
	}

	@Test
	void messengersSayAtOnceThatTheyLiveWhenTheClockGoesForward() {
		SqliteMessenger messenger = open();
		AtomicInteger received = new AtomicInteger();
		Subscription subscription = slowStream(messenger, received);
		publish(messenger);
		goForward();
		// long before it is due by itself
		Awaitility.await()
			.atMost(Duration.ofSeconds(4))
			.until(() -> this.peer.jdbc()
				.queryForObject("SELECT seen_at > unixepoch('now') - 60 FROM bus_cursors", Boolean.class));
		this.peer.cleanUp();
		this.gate.countDown();
		await().until(() -> received.get() + subscription.stats().missed() == COUNT);
		assertThat(subscription.stats().missed()).isZero();
	}

	@Test
	void whatWasReadIsRemovedOnceTheClockHasCaughtUp() {
		SqliteMessenger messenger = open();
		publish(messenger);
		set(-1);
		awaitCleanUps();
		assertThat(this.peer.count("bus_events")).isEqualTo(COUNT);
		messenger.publish(BusMessage.of("orders", "after"));
		set(0);
		this.peer.age("bus_events", 1000);
		await().until(() -> this.peer.count("bus_events") == 0);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void aRequestThatIsBeingHandledGetsItsReply(int hours) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		open().serve("work", (request) -> {
			running.countDown();
			pass();
			return request.reply("done");
		});
		CompletableFuture<BusMessage> reply = open().requestAsync(BusMessage.of("work", ""), LIMIT);
		assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
		set(hours);
		this.gate.countDown();
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("done");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, -1 })
	void aRequestThatNobodyTakesEndsAtItsDeadline(int hours) {
		SqliteMessenger requester = open();
		long start = System.nanoTime();
		CompletableFuture<BusMessage> reply = requester.requestAsync(BusMessage.of("work", ""), Duration.ofSeconds(2));
		await().until(() -> this.peer.count("bus_requests") == 1);
		set(hours);
		assertThat(reply).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestTimeoutException.class);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
		await().until(() -> this.peer.count("bus_requests") == 0);
	}

	@Test
	void aRequestIsServedLateWhenTheClockGoesBack() {
		CompletableFuture<BusMessage> reply = open().requestAsync(BusMessage.of("work", ""), LIMIT);
		await().until(() -> this.peer.count("bus_requests") == 1);
		set(-1);
		open().serve("work", (request) -> request.reply("done"));
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("done");
	}

	@Test
	void aRequestThatLooksExpiredWhenTheClockGoesForwardMayBeSentAgain() {
		SqliteMessenger requester = open();
		CompletableFuture<BusMessage> lost = requester.requestAsync(BusMessage.of("work", "lost"),
				Duration.ofSeconds(2));
		await().until(() -> this.peer.count("bus_requests") == 1);
		set(1);
		List<String> handled = new ArrayList<>();
		open().serve("work", (request) -> {
			handled.add(request.text());
			return request;
		});
		assertThat(lost).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestTimeoutException.class);
		assertThat(requester.request(BusMessage.of("work", "again"), LIMIT).text()).isEqualTo("again");
		assertThat(handled).containsExactly("again");
	}

	@Test
	void aRequestOfAProcessThatIsGoneDoesNotLiveForEverWhenTheClockGoesBack() {
		open();
		this.peer.jdbc()
			.update("INSERT INTO bus_requests (id, subject, data, expires_at) VALUES ('1', 'work', '', ?)",
					this.clock.millis() + 1000);
		set(-1);
		awaitCleanUps();
		assertThat(this.peer.count("bus_requests")).isOne();
		this.offset.set(Duration.ofMinutes(2));
		await().until(() -> this.peer.count("bus_requests") == 0);
	}

	private SqliteMessenger open() {
		SqliteMessenger messenger = SqliteMessenger.builder()
			.path(this.file)
			.clock(this.clock)
			.localRequests(LocalRequests.NEVER)
			.cleanupInterval(Duration.ofMillis(200))
			.build();
		this.messengers.add(messenger);
		return messenger;
	}

	private Subscription slowStream(SqliteMessenger messenger, AtomicInteger received) {
		Subscription subscription = messenger.stream("orders", StreamOptions.defaults().withBufferSize(10),
				(message) -> {
					pass();
					received.incrementAndGet();
				});
		await().until(() -> this.peer.count("bus_cursors") == 1);
		return subscription;
	}

	private static void publish(SqliteMessenger messenger) {
		List<CompletableFuture<Void>> published = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			published.add(messenger.publishAsync(BusMessage.of("orders", "")));
		}
		published.forEach(CompletableFuture::join);
	}

	private void set(int hours) {
		this.offset.set(Duration.ofHours(hours));
	}

	/**
	 * Set the clock of the messengers and, since that of SQLite stays, date back what is
	 * in the file.
	 */
	private void goForward() {
		this.peer.age("bus_events", 3700);
		this.peer.jdbc().update("UPDATE bus_cursors SET seen_at = seen_at - 3700");
		this.offset.set(Duration.ofSeconds(3700));
	}

	/**
	 * Wait until each messenger has cleaned up, as rows that it removes show.
	 */
	private void awaitCleanUps() {
		for (int i = 0; i < 2 * this.messengers.size(); i++) {
			this.peer.jdbc().update("INSERT INTO bus_replies (request_id, data, created_at) VALUES ('mark', '', 0)");
			await().until(() -> this.peer.count("bus_replies") == 0);
		}
	}

	private void pass() throws InterruptedException {
		assertThat(this.gate.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT);
	}

}
