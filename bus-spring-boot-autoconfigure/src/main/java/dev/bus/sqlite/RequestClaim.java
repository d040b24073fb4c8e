package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Takes requests out of the file for one server. Who takes a row out has the request: no
 * other server runs it, not even after the machine has failed.
 */
final class RequestClaim extends WriteOperation {

	private static final String CLAIM = """
			DELETE FROM bus_requests WHERE id IN (
				SELECT id FROM bus_requests WHERE subject = ?1 AND rowid <= ?2
				AND (expires_at IS NULL OR expires_at > ?3)
				AND (?5 IS NULL OR id IN (SELECT value FROM json_each(?5)))
				ORDER BY created_at, rowid LIMIT ?4)
			RETURNING id, data, headers, expires_at, created_at, rowid""";

	private final SqliteServer server;

	private final String subject;

	private final int limit;

	private final List<Row> rows = new ArrayList<>();

	/**
	 * Create a claim.
	 * @param server who claims
	 * @param subject the subject of the requests
	 * @param limit how many to claim at most, the oldest first
	 * @param waitNanos how long to wait for the lock of the file
	 */
	RequestClaim(SqliteServer server, String subject, int limit, long waitNanos) {
		super(waitNanos);
		this.server = server;
		this.subject = subject;
		this.limit = limit;
	}

	String subject() {
		return this.subject;
	}

	int limit() {
		return this.limit;
	}

	/**
	 * Return what was claimed, the oldest first.
	 */
	List<Row> rows() {
		return this.rows;
	}

	@Override
	boolean isDurable() {
		return true;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		this.rows.clear();
		if (!this.server.competes()) {
			return;
		}
		PreparedStatement statement = connection.statement(CLAIM);
		statement.setString(1, this.subject);
		statement.setLong(2, this.server.lastRow());
		statement.setLong(3, this.server.now());
		statement.setInt(4, this.limit);
		statement.setString(5, this.server.claimable());
		try (ResultSet result = statement.executeQuery()) {
			while (result.next()) {
				long expires = result.getLong(4);
				long expiresAt = result.wasNull() ? Long.MAX_VALUE : expires;
				this.rows.add(new Row(result.getString(1), result.getBytes(2), result.getString(3), expiresAt,
						result.getLong(5), result.getLong(6)));
			}
		}
		this.rows.sort(Comparator.comparingLong(Row::createdAt).thenComparingLong(Row::place));
	}

	@Override
	void onCommitted() {
		this.server.claimed(this);
	}

	@Override
	void onFailed(Throwable failure) {
		this.server.claimFailed(this, failure);
	}

	/**
	 * A request as it was in the file.
	 */
	record Row(String id, byte @Nullable [] data, @Nullable String headers, long expiresAt, long createdAt,
			long place) {

		/**
		 * Return how long its requester waits from now on.
		 * @param now the time of the wall clock, in milliseconds
		 */
		long nanosLeft(long now) {
			return TimeUnit.MILLISECONDS.toNanos(this.expiresAt - now);
		}

	}

}
