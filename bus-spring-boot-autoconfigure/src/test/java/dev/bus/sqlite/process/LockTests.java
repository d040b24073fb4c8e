package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for another process that holds a lock of the file for long.
 */
@ExtendWith(OutputCaptureExtension.class)
class LockTests {

	private static final int COUNT = 100_000;

	private static final int LARGE_LOG = 64 * 1024 * 1024;

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("bus.db");
	}

	@Test
	void processThatStandsStillInATransactionOfItsOwnFailsPublishersAtTheirDeadlineOnly() throws Exception {
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		try (SqliteMessenger messenger = Program.open(file().toString(), "busyTimeout=PT0.5S");
				ChildProcess other = ChildProcess.java(SqlProgram.class, file())) {
			messenger.stream("events", (message) -> received.add(message.text()));
			other.send("BEGIN IMMEDIATE");
			other.await("DONE BEGIN IMMEDIATE");
			other.send("INSERT INTO bus_events (subject, data) VALUES ('events', CAST('of the other' AS BLOB))");
			other.await("DONE INSERT INTO bus_events (subject, data)");
			other.suspend();
			long begin = System.nanoTime();
			assertThatExceptionOfType(MessagePublishException.class)
				.isThrownBy(() -> messenger.publish(BusMessage.of("events", "too early")))
				.withMessageContaining("another process or transaction holds the write lock")
				.withMessageContaining("'bus.sqlite.busy-timeout'");
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(500),
					Duration.ofSeconds(3));
			assertThat(messenger.publishAsync(BusMessage.of("events", "too early"))).failsWithin(Duration.ofSeconds(3))
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(MessagePublishException.class);
			// reading goes on
			messenger.stream("events", (message) -> received.add(message.text())).unsubscribe();
			other.resume();
			other.send("COMMIT");
			other.await("DONE COMMIT");
			messenger.publish(BusMessage.of("events", "after"));
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("of the other");
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
			assertThat(received).isEmpty();
		}
	}

	@Test
	void processThatReadsInATransactionForLongDelaysNothingAndTheLogShrinksAfterIt(CapturedOutput output)
			throws Exception {
		BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
		try (SqliteMessenger messenger = Program.open(file().toString());
				ChildProcess reader = ChildProcess.java(SqlProgram.class, file())) {
			messenger.stream("events", (message) -> received.add(message.data().length));
			messenger.publish("events", new byte[1]);
			reader.send("BEGIN");
			reader.send("SELECT * FROM bus_events");
			reader.await("DONE SELECT * FROM bus_events");
			byte[] payload = new byte[1000];
			for (int i = 0; i < COUNT / 1000; i++) {
				for (int j = 0; j < 999; j++) {
					messenger.publishAsync("events", payload);
				}
				messenger.publish("events", payload);
			}
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> received.size() == COUNT + 1);
			long size = messenger.walSize();
			assertThat(size).isGreaterThan(LARGE_LOG);
			Awaitility.await()
				.until(() -> output.getOut()
					.contains("cannot be cut: a process reads in a transaction that does not end"));
			reader.send("ROLLBACK");
			reader.await("DONE ROLLBACK");
			long begin = System.nanoTime();
			Awaitility.await().until(() -> messenger.walSize() < LARGE_LOG / 16);
			System.out.println("Write-ahead log of " + size + " bytes was cut "
					+ Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms after the reader had ended");
		}
	}

}
