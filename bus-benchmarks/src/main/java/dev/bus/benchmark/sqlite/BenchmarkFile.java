package dev.bus.benchmark.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * A database file as both sides use it: WAL, {@code synchronous=FULL}, the tables of the
 * bus.
 */
final class BenchmarkFile {

	private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(30);

	private static final List<String> TABLES = List.of("""
			CREATE TABLE IF NOT EXISTS bus_events (id INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL,
				data BLOB NOT NULL, created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""",
			"CREATE INDEX IF NOT EXISTS idx_bus_events_subject ON bus_events (subject, id)", """
					CREATE TABLE IF NOT EXISTS bus_requests (id TEXT PRIMARY KEY, subject TEXT NOT NULL,
						data BLOB NOT NULL, created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""", """
					CREATE INDEX IF NOT EXISTS idx_bus_requests_subject
						ON bus_requests (subject, created_at)""", """
					CREATE TABLE IF NOT EXISTS bus_replies (request_id TEXT PRIMARY KEY,
						data BLOB NOT NULL, created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""");

	private final Path path;

	BenchmarkFile(Path path) {
		this.path = path;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Return a source of connections that read no generated keys back.
	 */
	SQLiteDataSource dataSource() {
		SQLiteConfig config = new SQLiteConfig();
		config.setJournalMode(JournalMode.WAL);
		config.setSynchronous(SynchronousMode.FULL);
		config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
		config.setGetGeneratedKeys(false);
		SQLiteDataSource dataSource = new SQLiteDataSource(config);
		dataSource.setUrl("jdbc:sqlite:" + this.path);
		return dataSource;
	}

	BenchmarkFile createTables() throws SQLException {
		execute(TABLES);
		return this;
	}

	void execute(List<String> statements) throws SQLException {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Check that the file holds all that was published.
	 */
	void requireRows(long published) throws SQLException {
		try (Connection connection = dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT count(*) FROM bus_events")) {
			long found = rows.getLong(1);
			if (found != published) {
				throw new BenchmarkException("Of " + published + " messages " + found + " are in the file");
			}
		}
	}

}
