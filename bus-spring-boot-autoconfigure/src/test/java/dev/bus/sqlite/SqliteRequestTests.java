package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.RequestTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Requests} and what they leave in the file and in memory.
 */
@Timeout(60)
class SqliteRequestTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	private volatile Thread standingStill;

	private GoPeer peer;

	private Core core;

	private SqliteMessenger messenger;

	@BeforeEach
	void open() {
		Path file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(file);
		this.core = TestDatabase.core(TestDatabase.prepare(file, Duration.ofMinutes(1), this::instant));
		this.messenger = new SqliteMessenger(this.core, null);
	}

	@AfterEach
	void close() {
		this.messenger.close();
	}

	@Test
	void requestsThatEndWhileTheyAreSentLeaveNothingBehind() {
		this.standingStill = Thread.currentThread();
		for (int i = 0; i < 10; i++) {
			assertThat(this.messenger.requestAsync(BusMessage.of("nobody", ""), Duration.ofMillis(1)))
				.failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(RequestTimeoutException.class);
		}
		assertNothingIsLeft();
	}

	@Test
	void requestsThatAreCancelledLeaveNothingBehind() {
		for (int i = 0; i < 1000; i++) {
			assertThat(this.messenger.requestAsync(BusMessage.of("nobody", ""), LIMIT).cancel(true)).isTrue();
		}
		assertNothingIsLeft();
	}

	/**
	 * Return the time, for a thread that the machine leaves no time only after a while.
	 */
	private Instant instant() {
		if (Thread.currentThread() == this.standingStill) {
			LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
		}
		return Instant.now();
	}

	private void assertNothingIsLeft() {
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
			assertThat(this.core.replyInbox().isEmpty()).isTrue();
			assertThat(this.core.writer().waiting()).isZero();
			assertThat(this.peer.count("bus_requests")).isZero();
		});
	}

}
