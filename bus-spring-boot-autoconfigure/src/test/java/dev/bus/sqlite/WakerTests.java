package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Waker}.
 */
@Timeout(60)
class WakerTests {

	@TempDir
	private Path directory;

	private SqliteDatabase database;

	private GoPeer peer;

	private Waker waker;

	private final AtomicInteger told = new AtomicInteger();

	private final AtomicBoolean interest = new AtomicBoolean(true);

	@BeforeEach
	void prepare() {
		this.database = TestDatabase.prepare(this.directory.resolve("bus.db"));
		this.peer = new GoPeer(this.database.file().path());
	}

	@AfterEach
	void close() {
		this.waker.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyCommitOfAnotherConnectionIsTold(boolean notified) {
		start(notified);
		for (int i = 0; i < 50; i++) {
			int before = this.told.get();
			this.peer.publish("orders", String.valueOf(i));
			await().until(() -> this.told.get() > before);
		}
	}

	@Test
	void nothingIsToldWhileNothingIsCommitted() {
		start(true);
		await().until(() -> this.told.get() > 0);
		int before = this.told.get();
		// several looks without notification
		await().during(Duration.ofMillis(350)).until(() -> this.told.get() == before);
	}

	@Test
	void nobodyIsToldWithoutInterestAndEverythingAfterwards() {
		this.interest.set(false);
		start(true);
		this.peer.publish("orders", "one");
		await().during(Duration.ofMillis(150)).until(() -> this.told.get() == 0);
		this.interest.set(true);
		this.waker.wake();
		await().until(() -> this.told.get() > 0);
	}

	@Test
	void closeEndsTheThread() {
		start(true);
		this.waker.close();
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().equals("bus-sqlite-waker"));
	}

	private void start(boolean notified) {
		Notifications notifications = notified ? FileNotifications.open(this.database.file()) : new Polling();
		this.waker = new Waker(this.database, notifications, this.told::incrementAndGet, this.interest::get);
	}

	private static ConditionFactory await() {
		return Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofSeconds(5));
	}

}
