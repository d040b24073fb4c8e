package dev.bus.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a write-ahead log, or its index, that somebody removes while it is in use.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LostLogTests {

	@TempDir
	private Path directory;

	private Path file;

	private final List<SqliteMessenger> messengers = new ArrayList<>();

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("bus.db");
	}

	@AfterEach
	void close() {
		this.messengers.forEach(SqliteMessenger::close);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm" })
	void publishersFailUntilTheDatabaseIsOpenedAnewAndNothingIsLost(String suffix, CapturedOutput output)
			throws Exception {
		SqliteMessenger messenger = open();
		messenger.stream("orders", (message) -> this.received.add(message.text()));
		messenger.serve("echo", (request) -> request);
		messenger.publish(BusMessage.of("orders", "before"));
		// until it is closed, the database is not opened anew
		try (Connection connection = TestDatabase.use(this.file)) {
			remove(suffix);
			assertThatExceptionOfType(MessagePublishException.class)
				.isThrownBy(() -> messenger.publish(BusMessage.of("orders", "refused")))
				.withMessageContaining("'-wal' or '-shm' beside it, was deleted or replaced");
			assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
			await().untilAsserted(() -> assertThat(output).contains("cannot be opened anew: a connection"));
			assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
		}
		await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
		messenger.publish(BusMessage.of("orders", "after"));
		await().untilAsserted(() -> assertThat(this.received).containsExactly("before", "after"));
		assertThat(messenger.request(BusMessage.of("echo", "x"), Duration.ofSeconds(5)).text()).isEqualTo("x");
		assertFileHolds("before", "after");
		assertThat(output)
			.contains("'" + this.file + "', or '-wal' or '-shm' beside it, was deleted or replaced while it was in use")
			.contains("Opened the bus database '" + this.file + "' anew");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm" })
	void aMessengerThatOnlyListensNoticesToo(String suffix, CapturedOutput output) throws Exception {
		SqliteMessenger messenger = open();
		messenger.stream("orders", (message) -> this.received.add(message.text()));
		await().until(() -> new GoPeer(this.file).count("bus_cursors") == 1);
		remove(suffix);
		await().untilAsserted(() -> assertThat(output).contains("' anew"));
		new GoPeer(this.file).publish("orders", "of another");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("of another"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm" })
	void messengersOnTheSameFileComeTogetherAgain(String suffix, CapturedOutput output) throws Exception {
		SqliteMessenger first = open();
		SqliteMessenger second = open();
		first.stream("orders", (message) -> this.received.add(message.text()));
		first.publish(BusMessage.of("orders", "one"));
		second.publish(BusMessage.of("orders", "two"));
		remove(suffix);
		List<String> expected = new ArrayList<>(List.of("one", "two"));
		await().until(() -> output.getOut().split("' anew").length > this.messengers.size());
		for (SqliteMessenger messenger : List.of(second, first)) {
			expected.add("after " + expected.size());
			messenger.publish(BusMessage.of("orders", expected.get(expected.size() - 1)));
		}
		await().untilAsserted(() -> assertThat(this.received).containsExactlyElementsOf(expected));
		assertFileHolds(expected.toArray(String[]::new));
	}

	@Test
	void whatTheLastConnectionRemovesByItselfIsNotMissed() {
		SqliteDatabase database = TestDatabase.prepare(this.file);
		Link link = new Link(database, Role.WRITER);
		for (int i = 0; i < 10; i++) {
			// reads nothing by itself
			link.call((connection) -> true);
			assertThat(database.isIntact()).isTrue();
			link.drop();
			assertThat(Path.of(this.file + "-wal")).doesNotExist();
			assertThat(database.isIntact()).isTrue();
		}
	}

	private SqliteMessenger open() {
		SqliteMessenger messenger = SqliteMessenger.builder().path(this.file).build();
		this.messengers.add(messenger);
		return messenger;
	}

	private void remove(String suffix) throws Exception {
		Files.delete(Path.of(this.file + suffix));
	}

	private void assertFileHolds(String... messages) {
		GoPeer peer = new GoPeer(this.file);
		assertThat(peer.jdbc().queryForList("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id", String.class))
			.containsExactly(messages);
		assertThat(peer.jdbc().queryForObject("PRAGMA integrity_check", String.class)).isEqualTo("ok");
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10));
	}

}
