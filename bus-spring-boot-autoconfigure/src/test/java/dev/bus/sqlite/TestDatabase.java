package dev.bus.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.bus.support.StreamSubscription;
import dev.bus.support.Workers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of parts of the engine have in common.
 */
final class TestDatabase {

	private TestDatabase() {
	}

	/**
	 * Create and open a database with common options.
	 */
	static SqliteDatabase prepare(Path path) {
		return prepare(path, Duration.ofMinutes(1));
	}

	static SqliteDatabase prepare(Path path, Duration cleanupInterval) {
		return prepare(path, cleanupInterval, InstantSource.system());
	}

	static SqliteDatabase prepare(Path path, Duration cleanupInterval, InstantSource clock) {
		SqliteOptions options = new SqliteOptions(1024 * 1024, Duration.ofSeconds(1), Duration.ofMinutes(5),
				cleanupInterval, 1 << 30, 1_000_000, Duration.ofSeconds(5), Synchronous.FULL, true,
				LocalRequests.PREFER, Duration.ofSeconds(10), clock);
		SqliteDatabase database = new SqliteDatabase(new SqliteFile(path), options, true);
		database.prepare();
		return database;
	}

	static Core core(SqliteDatabase database) {
		return new Core(database, Workers.platformThreads("bus-sqlite"), StreamSubscription.loggingErrorHandler());
	}

	/**
	 * Open a connection that has read and knows nothing of what becomes of the file.
	 */
	static Connection use(Path path) throws SQLException {
		Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
		execute(connection, "SELECT COUNT(*) FROM sqlite_master");
		return connection;
	}

	/**
	 * Take the write lock.
	 * @throws SQLException if another connection has it for seconds
	 */
	static Connection lock(Path path) throws SQLException {
		Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
		execute(connection, "BEGIN IMMEDIATE");
		return connection;
	}

	static void unlock(Connection connection) throws SQLException {
		execute(connection, "ROLLBACK");
	}

	/**
	 * Have operations written in one commit.
	 */
	static void commitTogether(Writer writer, WriteOperation... operations) {
		commitTogether(writer, () -> Stream.of(operations).forEach(writer::submit));
	}

	/**
	 * Have what is submitted written in one commit: while another operation holds up the
	 * writer, it gathers.
	 */
	static void commitTogether(Writer writer, Runnable submissions) {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch gathered = new CountDownLatch(1);
		writer.submit(new Statements((connection) -> {
			begun.countDown();
			await(gathered);
		}));
		await(begun);
		submissions.run();
		gathered.countDown();
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
