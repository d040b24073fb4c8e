package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.bus.sqlite.GroupMember.Candidate;

/**
 * Takes events for one member of a group, if no other member has.
 */
final class EventClaim extends WriteOperation {

	private static final String CLAIM = """
			INSERT OR IGNORE INTO bus_claims (grp, event_id)
			SELECT ?1, candidate.value FROM json_each(?2) candidate
			WHERE EXISTS (SELECT 1 FROM bus_events WHERE id = candidate.value)
			AND NOT EXISTS (SELECT 1 FROM bus_claims WHERE event_id = candidate.value AND grp = ?1)
			ORDER BY candidate.value LIMIT ?3
			RETURNING event_id""";

	private static final String COUNT = """
			SELECT COUNT(*) FROM bus_events WHERE id IN (SELECT value FROM json_each(?))""";

	private final GroupMember member;

	private final String group;

	private final List<Candidate> candidates;

	private final int limit;

	private final TreeSet<Long> claimed = new TreeSet<>();

	private int removed;

	/**
	 * Create a claim.
	 * @param member who claims
	 * @param group the group
	 * @param candidates events in their order
	 * @param limit how many to claim at most, the first of those that are free
	 * @param waitNanos how long to wait for the lock of the file
	 */
	EventClaim(GroupMember member, String group, List<Candidate> candidates, int limit, long waitNanos) {
		super(waitNanos);
		this.member = member;
		this.group = group;
		this.candidates = candidates;
		this.limit = limit;
	}

	/**
	 * Return what was claimed, in order.
	 */
	List<Candidate> claimed() {
		return this.candidates.stream().filter((candidate) -> this.claimed.contains(candidate.id())).toList();
	}

	/**
	 * Return the last candidate that is claimed now, by whoever.
	 */
	long last() {
		return (this.claimed.size() < this.limit) ? this.candidates.get(this.candidates.size() - 1).id()
				: this.claimed.last();
	}

	/**
	 * Return how many candidates are not in the file any more.
	 */
	int removed() {
		return this.removed;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		this.claimed.clear();
		if (!this.member.competes()) {
			return;
		}
		String ids = this.candidates.stream()
			.map((candidate) -> Long.toString(candidate.id()))
			.collect(Collectors.joining(",", "[", "]"));
		PreparedStatement statement = connection.statement(CLAIM);
		statement.setString(1, this.group);
		statement.setString(2, ids);
		statement.setInt(3, this.limit);
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				this.claimed.add(rows.getLong(1));
			}
		}
		if (this.claimed.size() < this.limit && this.claimed.size() < this.candidates.size()) {
			this.removed = this.candidates.size() - count(connection, ids);
		}
	}

	private static int count(SqliteConnection connection, String ids) throws SQLException {
		PreparedStatement statement = connection.statement(COUNT);
		statement.setString(1, ids);
		try (ResultSet rows = statement.executeQuery()) {
			return rows.next() ? rows.getInt(1) : 0;
		}
	}

	@Override
	void onCommitted() {
		this.member.claimed(this);
	}

	@Override
	void onFailed(Throwable failure) {
		this.member.claimFailed(failure);
	}

}
