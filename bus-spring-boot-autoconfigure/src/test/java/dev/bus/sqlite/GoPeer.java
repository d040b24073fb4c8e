package dev.bus.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Another program on the same file that knows three tables and nothing of ours.
 */
final class GoPeer {

	static final List<String> SCHEMA = List.of("""
			CREATE TABLE IF NOT EXISTS bus_events (
			    id INTEGER PRIMARY KEY AUTOINCREMENT,
			    subject TEXT NOT NULL,
			    data BLOB NOT NULL,
			    created_at INTEGER NOT NULL DEFAULT (unixepoch('now'))
			)""", "CREATE INDEX IF NOT EXISTS idx_bus_events_subject ON bus_events(subject, id)", """
			CREATE TABLE IF NOT EXISTS bus_requests (
			    id TEXT PRIMARY KEY,
			    subject TEXT NOT NULL,
			    data BLOB NOT NULL,
			    created_at INTEGER NOT NULL DEFAULT (unixepoch('now'))
			)""", "CREATE INDEX IF NOT EXISTS idx_bus_requests_subject ON bus_requests(subject, created_at)", """
			CREATE TABLE IF NOT EXISTS bus_replies (
			    request_id TEXT PRIMARY KEY,
			    data BLOB NOT NULL,
			    created_at INTEGER NOT NULL DEFAULT (unixepoch('now'))
			)""");

	private final JdbcTemplate jdbc;

	GoPeer(Path file) {
		DriverManagerDataSource dataSource = new DriverManagerDataSource("jdbc:sqlite:" + file + "?busy_timeout=5000");
		this.jdbc = new JdbcTemplate(dataSource);
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	GoPeer createSchema() {
		this.jdbc.execute("PRAGMA journal_mode=WAL");
		SCHEMA.forEach(this.jdbc::execute);
		return this;
	}

	void publish(String subject, String data) {
		this.jdbc.update("INSERT INTO bus_events (subject, data) VALUES (?, ?)", subject, bytes(data));
	}

	void request(String id, String subject, String data) {
		this.jdbc.update("INSERT INTO bus_requests (id, subject, data) VALUES (?, ?, ?)", id, subject, bytes(data));
	}

	/**
	 * Answer what waits for a subject, each with its payload behind a prefix.
	 * @return how many were answered
	 */
	int serve(String subject, String prefix) {
		List<Map<String, Object>> waiting = this.jdbc
			.queryForList("SELECT id, data FROM bus_requests WHERE subject = ? ORDER BY created_at LIMIT 10", subject);
		int answered = 0;
		for (Map<String, Object> request : waiting) {
			if (this.jdbc.update("DELETE FROM bus_requests WHERE id = ?", request.get("id")) == 1) {
				String data = new String((byte[]) request.get("data"), StandardCharsets.UTF_8);
				this.jdbc.update("INSERT OR REPLACE INTO bus_replies (request_id, data) VALUES (?, ?)",
						request.get("id"), bytes(prefix + data));
				answered++;
			}
		}
		return answered;
	}

	/**
	 * Return the reply to a request, or {@code null} if there is none yet.
	 */
	byte[] reply(String id) {
		List<byte[]> replies = this.jdbc.queryForList("SELECT data FROM bus_replies WHERE request_id = ?", byte[].class,
				id);
		return replies.isEmpty() ? null : replies.get(0);
	}

	/**
	 * Remove everything that is older than five minutes, whoever needs it.
	 */
	void cleanUp() {
		for (String table : List.of("bus_events", "bus_requests", "bus_replies")) {
			this.jdbc.update("DELETE FROM " + table + " WHERE created_at < unixepoch('now') - 300");
		}
	}

	void age(String table, int seconds) {
		this.jdbc.update("UPDATE " + table + " SET created_at = created_at - ?", seconds);
	}

	int count(String table) {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM " + table, Integer.class);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
