package dev.bus.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * The tables: three that other programs know and write too, with columns of our own that
 * they never see, and three of ours alone.
 */
final class SqliteSchema {

	static final int VERSION = 1;

	private static final Map<String, List<String>> COLUMNS = new TreeMap<>(Map.of("bus_events",
			List.of("id", "subject", "data", "created_at", "headers"), "bus_requests",
			List.of("id", "subject", "data", "created_at", "headers", "expires_at"), "bus_replies",
			List.of("request_id", "data", "created_at", "headers"), "bus_meta", List.of("key", "value"), "bus_cursors",
			List.of("owner", "cursor", "beat", "seen_at"), "bus_claims", List.of("event_id", "grp")));

	private static final Map<String, String> ADDED_COLUMNS = Map.of("headers", "TEXT", "expires_at", "INTEGER");

	private static final List<String> CREATE = List.of("""
			CREATE TABLE IF NOT EXISTS bus_events (
				id INTEGER PRIMARY KEY AUTOINCREMENT,
				subject TEXT NOT NULL,
				data BLOB NOT NULL,
				created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""", """
			CREATE TABLE IF NOT EXISTS bus_requests (
				id TEXT PRIMARY KEY,
				subject TEXT NOT NULL,
				data BLOB NOT NULL,
				created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""", """
			CREATE TABLE IF NOT EXISTS bus_replies (
				request_id TEXT PRIMARY KEY,
				data BLOB NOT NULL,
				created_at INTEGER NOT NULL DEFAULT (unixepoch('now')))""",
			"CREATE INDEX IF NOT EXISTS idx_bus_events_subject ON bus_events (subject, id)",
			"CREATE INDEX IF NOT EXISTS idx_bus_requests_subject ON bus_requests (subject, created_at)",
			"CREATE TABLE IF NOT EXISTS bus_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)", """
					CREATE TABLE IF NOT EXISTS bus_cursors (
						owner TEXT PRIMARY KEY,
						cursor INTEGER NOT NULL,
						beat INTEGER NOT NULL,
						seen_at INTEGER NOT NULL)""", """
					CREATE TABLE IF NOT EXISTS bus_claims (
						event_id INTEGER NOT NULL,
						grp TEXT NOT NULL,
						PRIMARY KEY (event_id, grp)) WITHOUT ROWID""",
			// restrains every process that deletes, also one that knows nothing of
			// cursors
			"""
					CREATE TRIGGER IF NOT EXISTS bus_events_keep BEFORE DELETE ON bus_events
					WHEN OLD.id > (SELECT COALESCE(MIN(cursor), 9223372036854775807) FROM bus_cursors
						WHERE seen_at > unixepoch('now') - 3600)
					BEGIN SELECT RAISE(IGNORE); END""", """
					CREATE TRIGGER IF NOT EXISTS bus_events_claims AFTER DELETE ON bus_events
					BEGIN DELETE FROM bus_claims WHERE event_id = OLD.id; END""",
			"INSERT OR IGNORE INTO bus_meta (key, value) VALUES ('schema_version', '" + VERSION + "')");

	/**
	 * Changes nothing, but finds out whether the database can be written.
	 */
	static final String PROBE = "DELETE FROM bus_cursors WHERE owner IS NULL";

	private final Path path;

	SqliteSchema(Path path) {
		this.path = path;
	}

	/**
	 * Create what is missing, if it may, and check the rest. Takes no lock if nothing is
	 * missing.
	 * @param connection a connection in auto-commit mode
	 * @param create whether tables may be created and extended
	 */
	void prepare(SqliteConnection connection, boolean create) {
		if (check(connection.jdbc()).isEmpty()) {
			return;
		}
		if (!create) {
			throw new SqliteDatabaseException(Reason.SCHEMA_MISSING,
					"Cannot use the bus database '" + this.path + "': it lacks " + check(connection.jdbc())
							+ ", which may not be created",
					"Create them, or set 'bus.sqlite.initialize-schema' to 'always'", null);
		}
		connection.call((locked) -> {
			locked.transaction(() -> create(locked.jdbc()));
			return true;
		});
	}

	/**
	 * Check that the database can be written, now or when others have given back the
	 * lock.
	 * @param connection a connection that is not used any more for writing
	 * @return {@code true}
	 * @throws SQLException if it cannot be written
	 */
	static boolean requireWritable(SqliteConnection connection) throws SQLException {
		connection.execute("PRAGMA busy_timeout=0");
		try {
			connection.execute(PROBE);
		}
		catch (SQLException ex) {
			if (!ResultCode.isBusy(ex)) {
				throw ex;
			}
		}
		return true;
	}

	private void create(JdbcTemplate jdbc) {
		// another process may have done it since we looked
		check(jdbc);
		CREATE.forEach(jdbc::execute);
		COLUMNS.forEach((table, columns) -> {
			Set<String> present = columns(jdbc, table);
			for (String column : columns) {
				if (!present.contains(column)) {
					jdbc.execute("ALTER TABLE " + table + " ADD COLUMN " + column + " " + addedType(table, column));
				}
			}
		});
	}

	private String addedType(String table, String column) {
		String type = ADDED_COLUMNS.get(column);
		if (type == null) {
			throw incompatible("its table '" + table + "' has no column '" + column + "'",
					"Rename that table if it is none of the bus, or name another file with 'bus.sqlite.path'");
		}
		return type;
	}

	/**
	 * Return what is missing.
	 */
	private Set<String> check(JdbcTemplate jdbc) {
		Map<String, String> definitions = new TreeMap<>();
		jdbc.query("SELECT name, sql FROM sqlite_master WHERE name LIKE 'bus\\_%' ESCAPE '\\' AND type <> 'index'",
				(RowCallbackHandler) (row) -> definitions.put(row.getString(1), row.getString(2)));
		Set<String> missing = new TreeSet<>();
		COLUMNS.forEach((table, columns) -> {
			if (!definitions.containsKey(table)) {
				missing.add(table);
				return;
			}
			Set<String> present = columns(jdbc, table);
			columns.stream().filter((column) -> !present.contains(column)).forEach((column) -> {
				addedType(table, column);
				missing.add(table + "." + column);
			});
		});
		if (!definitions.getOrDefault("bus_events", "AUTOINCREMENT")
			.toUpperCase(Locale.ROOT)
			.contains("AUTOINCREMENT")) {
			throw incompatible(
					"the key of its table 'bus_events' is not AUTOINCREMENT, so that ids would be used again and"
							+ " messages be lost",
					"Drop that table while no process uses it, or name another file with 'bus.sqlite.path'");
		}
		List.of("bus_events_keep", "bus_events_claims").forEach((trigger) -> {
			if (!definitions.containsKey(trigger)) {
				missing.add(trigger);
			}
		});
		if (definitions.containsKey("bus_meta")) {
			checkVersion(jdbc);
		}
		return missing;
	}

	private void checkVersion(JdbcTemplate jdbc) {
		jdbc.query("SELECT CAST(value AS INTEGER) FROM bus_meta WHERE key = 'schema_version'", (row) -> {
			if (row.getInt(1) > VERSION) {
				throw incompatible(
						"its schema has version " + row.getInt(1) + " and this program knows versions up to " + VERSION,
						"Update this program, or name another file with 'bus.sqlite.path'");
			}
		});
	}

	private static Set<String> columns(JdbcTemplate jdbc, String table) {
		return new HashSet<>(jdbc.queryForList("SELECT name FROM pragma_table_info(?)", String.class, table));
	}

	private SqliteDatabaseException incompatible(String problem, String action) {
		return new SqliteDatabaseException(Reason.SCHEMA_INCOMPATIBLE,
				"Cannot use the bus database '" + this.path + "': " + problem, action, null);
	}

}
