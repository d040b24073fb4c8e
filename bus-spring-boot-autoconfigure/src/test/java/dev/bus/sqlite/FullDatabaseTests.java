package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a file that must not become larger: SQLite reports that as it reports a full
 * disk.
 */
@Timeout(60)
class FullDatabaseTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String LARGE = "x".repeat(100_000);

	@TempDir
	private Path directory;

	private GoPeer peer;

	private Core core;

	private SqliteMessenger messenger;

	@BeforeEach
	void open() {
		Path file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(file);
		this.core = TestDatabase.core(TestDatabase.prepare(file, Duration.ofMillis(200)));
		this.messenger = new SqliteMessenger(this.core, null);
	}

	@AfterEach
	void close() {
		this.messenger.close();
	}

	@Test
	void aCommitThatDoesNotFitIsRefusedAsAWholeAndTheBusGoesOn() {
		allowNoMorePages();
		EventInsert small = event("fits");
		EventInsert large = event(LARGE);
		EventInsert other = event("fits too");
		TestDatabase.commitTogether(this.core.writer(), small, large, other);
		for (EventInsert refused : new EventInsert[] { small, large, other }) {
			assertThatExceptionOfType(MessagePublishException.class).isThrownBy(refused::await)
				.withMessageContaining("the disk is full; make room")
				.withStackTraceContaining("SQLITE_FULL");
		}
		assertThat(this.peer.count("bus_events")).isZero();
		// what is there can be read
		assertThat(this.messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
		this.messenger.publish(BusMessage.of("orders", LARGE));
		assertThat(this.peer.count("bus_events")).isOne();
	}

	@Test
	void noCallerWaitsForRoom() {
		allowNoMorePages();
		assertThat(this.messenger.publishAsync(BusMessage.of("orders", LARGE))).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(MessagePublishException.class);
		allowNoMorePages();
		assertThat(this.messenger.requestAsync(BusMessage.of("orders", LARGE), Duration.ofMinutes(1)))
			.failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(MessagePublishException.class);
	}

	@Test
	void theCleanUpMakesRoom() {
		for (int i = 0; i < 20; i++) {
			this.messenger.publish(BusMessage.of("orders", LARGE));
		}
		allowNoMorePages();
		this.peer.age("bus_events", 1000);
		Awaitility.await().atMost(LIMIT).until(() -> this.peer.count("bus_events") == 0);
		for (int i = 0; i < 10; i++) {
			this.messenger.publish(BusMessage.of("orders", LARGE));
		}
		assertThat(this.peer.count("bus_events")).isEqualTo(10);
	}

	/**
	 * Limit the connection of the writer, which is replaced by one without limit when it
	 * fails.
	 */
	private void allowNoMorePages() {
		this.core.writer().write(Statements.of("PRAGMA max_page_count=1"));
	}

	private static EventInsert event(String text) {
		return new EventInsert(BusMessage.of("orders", text), LIMIT.toNanos());
	}

}
