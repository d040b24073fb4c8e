package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Removes what is old enough and was read, what exceeds the limits of the file whether it
 * was read or not, and requests and replies that nobody waits for. Looks on its own
 * connection and removes through the writer, a bounded amount at a time. Used by the
 * maintenance thread.
 */
final class Retention {

	private static final int CHUNK = 1000;

	private static final int MAX_FREE_PAGES = 1000;

	private static final int VACUUM_PAGES = 200;

	private static final int VACUUM_STEPS = 100;

	private static final long REPLIES_SECONDS = 300;

	private static final long EXPIRED_MILLIS = 60_000;

	private static final String HEAD = "SELECT id, created_at FROM bus_events ORDER BY id LIMIT " + CHUNK;

	private static final String FIRST_ID = "SELECT COALESCE(MIN(id), 0) FROM bus_events";

	private static final String LAST_OF_HEAD = """
			SELECT COALESCE(MAX(id), 0) FROM (SELECT id FROM bus_events ORDER BY id LIMIT ?)""";

	private static final String LEAST_CURSOR = "SELECT COALESCE(MIN(cursor), 9223372036854775807) FROM bus_cursors";

	private final SqliteDatabase database;

	private final Writer writer;

	Retention(SqliteDatabase database, Writer writer) {
		this.database = database;
		this.writer = writer;
	}

	/**
	 * Remove old events that were read.
	 */
	void removeOld(SqliteConnection connection) throws SQLException {
		long before = this.database.options().clock().millis() / 1000 - this.database.options().retention().toSeconds();
		long last = lastOld(connection, before);
		while (last > 0 && remove(last, false) > 0) {
			last = lastOld(connection, before);
		}
	}

	private long lastOld(SqliteConnection connection, long before) throws SQLException {
		long last = 0;
		try (ResultSet rows = connection.statement(HEAD).executeQuery()) {
			while (rows.next() && rows.getLong(2) <= before) {
				last = rows.getLong(1);
			}
		}
		return Math.min(last, connection.number(LEAST_CURSOR));
	}

	/**
	 * Remove events until the limits are kept.
	 */
	void enforceLimits(SqliteConnection connection) throws SQLException {
		long excess = excess(connection);
		while (excess > 0 && remove(lastOfHead(connection, excess), true) > 0) {
			excess = excess(connection);
		}
	}

	/**
	 * Return about how many events are too many.
	 */
	private long excess(SqliteConnection connection) throws SQLException {
		long first = connection.number(FIRST_ID);
		long rows = (first > 0) ? EventLog.lastId(connection) - first + 1 : 0;
		long excess = rows - this.database.options().maxRows();
		if (excess > 0) {
			// counting reads all of them: only when there may be holes
			excess = connection.number("SELECT COUNT(*) FROM bus_events") - this.database.options().maxRows();
		}
		return Math.max(excess, this.database.isOwned() ? excessOfSize(connection, rows) : 0);
	}

	private long excessOfSize(SqliteConnection connection, long rows) throws SQLException {
		long pages = connection.number("PRAGMA page_count") - connection.number("PRAGMA freelist_count");
		long size = pages * connection.number("PRAGMA page_size");
		double share = 1 - (double) this.database.options().maxSize() / size;
		return (share > 0) ? Math.max(1, (long) (rows * share)) : 0;
	}

	private static long lastOfHead(SqliteConnection connection, long rows) throws SQLException {
		PreparedStatement statement = connection.statement(LAST_OF_HEAD);
		statement.setLong(1, Math.min(rows, CHUNK));
		try (ResultSet result = statement.executeQuery()) {
			return result.next() ? result.getLong(1) : 0;
		}
	}

	private int remove(long last, boolean force) {
		EventRemoval removal = new EventRemoval(last, force, this.database.options().busyTimeoutNanos());
		this.writer.write(removal);
		return removal.removed();
	}

	/**
	 * Remove requests whose requesters are gone and replies that nobody has read.
	 */
	void sweep(SqliteConnection connection) throws SQLException {
		long now = this.database.options().clock().millis();
		sweep(connection, "bus_requests WHERE expires_at < ?1 OR (expires_at IS NULL AND created_at < ?2)",
				List.of(now - EXPIRED_MILLIS, now / 1000 - REPLIES_SECONDS));
		sweep(connection, "bus_replies WHERE created_at < ?1", List.of(now / 1000 - REPLIES_SECONDS));
	}

	private void sweep(SqliteConnection connection, String rows, List<Object> parameters) throws SQLException {
		// who finds nothing must not take the write lock
		PreparedStatement statement = connection.statement("SELECT 1 FROM " + rows + " LIMIT 1");
		for (int i = 0; i < parameters.size(); i++) {
			statement.setObject(i + 1, parameters.get(i));
		}
		boolean found;
		try (ResultSet result = statement.executeQuery()) {
			found = result.next();
		}
		if (found) {
			this.writer.submit(new HousekeepingStatement(this.database.options().busyTimeoutNanos(),
					"DELETE FROM " + rows, parameters));
		}
	}

	/**
	 * Give unused pages back to the file system, some at a time.
	 */
	void shrink(SqliteConnection connection) throws SQLException {
		for (int i = 0; i < VACUUM_STEPS && this.database.isOwned()
				&& connection.number("PRAGMA freelist_count") > MAX_FREE_PAGES; i++) {
			this.writer.write(new Shrinking(this.database.options().busyTimeoutNanos()));
		}
	}

	private static final class Shrinking extends WriteOperation {

		Shrinking(long waitNanos) {
			super(waitNanos);
		}

		@Override
		boolean isSingleStatement() {
			return false;
		}

		@Override
		void execute(SqliteConnection connection) throws SQLException {
			// the driver makes one step, which is one page
			for (int i = 0; i < VACUUM_PAGES; i++) {
				connection.execute("PRAGMA incremental_vacuum");
			}
		}

	}

}
