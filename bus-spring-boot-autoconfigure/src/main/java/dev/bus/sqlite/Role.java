package dev.bus.sqlite;

import java.sql.SQLException;

/**
 * What a connection is for.
 */
enum Role {

	/**
	 * Commits; waits for other writers by itself.
	 */
	WRITER(false, "wal_autocheckpoint=4000", "journal_size_limit=67108864", "temp_store=MEMORY", "cache_size=-8000"),

	/**
	 * Reads events, requests and replies.
	 */
	READER(true, "query_only=ON", "temp_store=MEMORY", "cache_size=-8000"),

	/**
	 * Looks for commits of others.
	 */
	WATCHER(true, "query_only=ON", "cache_size=-100"),

	/**
	 * Creates tables and moves the log into the file.
	 */
	MAINTENANCE(true, "wal_autocheckpoint=0", "journal_size_limit=67108864", "cache_size=-2000"),

	/**
	 * Moves the log into the file without waiting for readers and writers.
	 */
	CHECKPOINT(false, "wal_autocheckpoint=0", "journal_size_limit=67108864", "cache_size=-2000");

	private final boolean waitsForLocks;

	private final String[] pragmas;

	Role(boolean waitsForLocks, String... pragmas) {
		this.waitsForLocks = waitsForLocks;
		this.pragmas = pragmas;
	}

	int busyTimeoutMillis(SqliteOptions options) {
		return this.waitsForLocks ? (int) Math.min(options.busyTimeout().toMillis(), Integer.MAX_VALUE) : 0;
	}

	/**
	 * Make the settings of a connection that was opened, and begin to use the database.
	 */
	void set(SqliteConnection opened, SqliteOptions options) throws SQLException {
		for (String pragma : this.pragmas) {
			opened.execute("PRAGMA " + pragma);
		}
		opened.execute("PRAGMA synchronous=" + options.synchronous());
		// the first read opens the log and takes the lock that keeps it in place
		opened.execute("SELECT 1 FROM sqlite_master LIMIT 1");
	}

}
