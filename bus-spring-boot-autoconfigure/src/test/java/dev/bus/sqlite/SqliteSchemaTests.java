package dev.bus.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.sqlite.SqliteDatabaseException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqliteSchema} and {@link SqliteDatabase}.
 */
@Timeout(60)
class SqliteSchemaTests {

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("bus.db");
	}

	@Test
	void aMissingFileIsCreatedWithAllTables() {
		builder().build().close();
		GoPeer peer = new GoPeer(this.file);
		assertThat(peer.jdbc()
			.queryForList("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'bus%' ORDER BY name",
					String.class))
			.containsExactly("bus_claims", "bus_cursors", "bus_events", "bus_meta", "bus_replies", "bus_requests");
		assertThat(peer.jdbc().queryForObject("PRAGMA journal_mode", String.class)).isEqualTo("wal");
		assertThat(peer.jdbc().queryForObject("PRAGMA auto_vacuum", Integer.class)).isEqualTo(2);
	}

	@Test
	void tablesOfAnotherProgramAreExtendedAndTheirRowsKept() {
		GoPeer peer = new GoPeer(this.file).createSchema();
		peer.publish("orders", "before");
		peer.request("id-1", "echo", "waiting");
		try (SqliteMessenger messenger = builder().build()) {
			messenger.serve("echo", (request) -> request);
			Awaitility.await().until(() -> peer.reply("id-1") != null);
			messenger.publish("orders", new byte[0]);
		}
		assertThat(peer.count("bus_events")).isEqualTo(2);
		assertThat(peer.jdbc().queryForList("SELECT headers FROM bus_events", String.class)).containsOnlyNulls();
	}

	@Test
	void anUpToDateFileIsOpenedWithoutALock() {
		builder().build().close();
		GoPeer peer = new GoPeer(this.file);
		peer.jdbc().execute((Connection connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("BEGIN IMMEDIATE");
				builder().busyTimeout(Duration.ofMillis(100)).build().close();
				statement.execute("ROLLBACK");
			}
			return null;
		});
	}

	@Test
	void eventsWithoutAutoincrementAreRefused() {
		GoPeer peer = new GoPeer(this.file);
		peer.jdbc()
			.execute("CREATE TABLE bus_events (id INTEGER PRIMARY KEY, subject TEXT, data BLOB, created_at INTEGER)");
		assertRefused(builder(), Reason.SCHEMA_INCOMPATIBLE, "AUTOINCREMENT");
	}

	@Test
	void aTableOfAnotherKindIsRefused() {
		GoPeer peer = new GoPeer(this.file);
		peer.jdbc().execute("CREATE TABLE bus_replies (name TEXT)");
		assertRefused(builder(), Reason.SCHEMA_INCOMPATIBLE, "'bus_replies'");
	}

	@Test
	void aNewerVersionIsRefused() {
		builder().build().close();
		new GoPeer(this.file).jdbc().update("UPDATE bus_meta SET value = '2' WHERE key = 'schema_version'");
		assertRefused(builder(), Reason.SCHEMA_INCOMPATIBLE, "version 2");
	}

	@Test
	void missingTablesThatMayNotBeCreatedAreRefused() {
		assertRefused(builder().initializeSchema(false), Reason.SCHEMA_MISSING, "bus.sqlite.initialize-schema");
	}

	@Test
	void completeTablesNeedNotBeCreated() {
		builder().build().close();
		builder().initializeSchema(false).build().close();
	}

	@Test
	void aMissingDirectoryIsRefused() {
		assertRefused(SqliteMessenger.builder().path(this.directory.resolve("no/bus.db")), Reason.CANNOT_OPEN,
				"directory does not exist");
	}

	@Test
	void aDirectoryIsRefused() {
		assertRefused(SqliteMessenger.builder().path(this.directory), Reason.CANNOT_OPEN, "is a directory");
	}

	@Test
	void anotherFileIsRefused() throws Exception {
		Files.writeString(this.file, "This is a text and not a database. ".repeat(100));
		assertRefused(builder(), Reason.NOT_A_DATABASE, "not a SQLite database");
	}

	@Test
	void aLockedFileIsRefusedAfterTheTimeout() {
		GoPeer peer = new GoPeer(this.file);
		peer.jdbc().execute("CREATE TABLE other (id INTEGER)");
		peer.jdbc().execute((Connection connection) -> {
			try (Statement statement = connection.createStatement()) {
				statement.execute("BEGIN EXCLUSIVE");
				assertRefused(builder().busyTimeout(Duration.ofMillis(100)), Reason.LOCKED, "bus.sqlite.busy-timeout");
				statement.execute("ROLLBACK");
			}
			return null;
		});
	}

	@Test
	void manyThatStartAtOnceOnAMissingFileAllStart() throws Exception {
		CountDownLatch start = new CountDownLatch(1);
		ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
		List<CompletableFuture<SqliteMessenger>> starting = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			starting.add(CompletableFuture.supplyAsync(() -> {
				await(start);
				return builder().build();
			}, (task) -> new Thread(task).start()));
		}
		start.countDown();
		List<SqliteMessenger> messengers = starting.stream().map(CompletableFuture::join).toList();
		messengers.forEach((messenger) -> messenger.stream("orders", (message) -> received.add(message.text())));
		messengers.forEach((messenger) -> messenger.publish(BusMessage.of("orders", "hello")));
		Awaitility.await().until(() -> received.size() == 64);
		messengers.forEach(SqliteMessenger::close);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private SqliteMessengerBuilder builder() {
		return SqliteMessenger.builder().path(this.file);
	}

	private void assertRefused(SqliteMessengerBuilder builder, Reason reason, String text) {
		assertThatExceptionOfType(SqliteDatabaseException.class).isThrownBy(builder::build)
			.withMessageContaining(text)
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(reason));
	}

}
