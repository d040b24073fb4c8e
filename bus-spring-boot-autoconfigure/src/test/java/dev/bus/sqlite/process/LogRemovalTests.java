package dev.bus.sqlite.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a write-ahead log, or its index, that is removed while two processes use it.
 */
class LogRemovalTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm" })
	void bothProcessesNoticeAndGoOnTogether(String suffix) throws Exception {
		Path file = this.directory.resolve("bus.db");
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		try (SqliteMessenger messenger = Program.open(file.toString());
				ChildProcess other = ChildProcess.java(SubscriberProgram.class, file)) {
			other.await("READY");
			messenger.stream("events", (message) -> received.add(message.text()));
			other.send("before of the other");
			messenger.publish(BusMessage.of("events", "before"));
			await().until(() -> received.size() == 2 && other.find("GOT").size() == 2);
			// until it ends, the database is not opened anew
			try (ChildProcess third = ChildProcess.java(SqlProgram.class, file)) {
				run(third, "SELECT COUNT(*) FROM bus_events");
				run(third, "SELECT 1");
				Files.delete(Path.of(file + suffix));
				assertThatExceptionOfType(MessagePublishException.class)
					.isThrownBy(() -> messenger.publish(BusMessage.of("events", "refused")))
					.withMessageContaining("was deleted or replaced");
				await().until(() -> other.output().contains("was deleted or replaced"));
				assertThat(third.end()).isZero();
			}
			await().until(() -> other.output().contains("' anew"));
			await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
			other.send("after of the other");
			await().until(() -> received.contains("after of the other"));
			messenger.publish(BusMessage.of("events", "after"));
			await().until(() -> other.find("GOT").contains("after"));
			assertThat(received).hasSize(4).isEqualTo(other.find("GOT"));
			SqliteShell shell = new SqliteShell(file);
			assertThat(shell.run("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id")).isEqualTo(received);
			assertThat(shell.run("PRAGMA integrity_check")).containsExactly("ok");
			assertThat(other.end()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm" })
	void aProcessThatDoesNotNoticeIsWaitedForSinceItWouldWritePastEverybodyElse(String suffix) throws Exception {
		Path file = this.directory.resolve("bus.db");
		try (SqliteMessenger messenger = Program.open(file.toString());
				ChildProcess other = ChildProcess.java(SqlProgram.class, file)) {
			messenger.publish(BusMessage.of("events", "before"));
			run(other, "INSERT INTO bus_events (subject, data) VALUES ('events', 'before of the other')");
			Files.delete(Path.of(file + suffix));
			await().until(() -> messenger.status() == MessengerStatus.DISCONNECTED);
			run(other, "INSERT INTO bus_events (subject, data) VALUES ('events', 'after of the other')");
			await().during(Duration.ofSeconds(2)).until(() -> messenger.status() == MessengerStatus.DISCONNECTED);
			assertThatExceptionOfType(MessagePublishException.class)
				.isThrownBy(() -> messenger.publish(BusMessage.of("events", "refused")));
			assertThat(other.end()).isZero();
			await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
			messenger.publish(BusMessage.of("events", "after"));
			SqliteShell shell = new SqliteShell(file);
			assertThat(shell.run("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id")).containsExactly("before",
					"before of the other", "after of the other", "after");
			assertThat(shell.run("PRAGMA integrity_check")).containsExactly("ok");
		}
	}

	private static void run(ChildProcess process, String sql) throws InterruptedException {
		process.send(sql);
		process.await("DONE " + sql);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(20));
	}

}
