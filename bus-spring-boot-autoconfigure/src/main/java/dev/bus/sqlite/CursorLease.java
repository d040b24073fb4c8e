package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Says in the file up to where this messenger has read, so that nobody removes what it
 * has not, and removes what messengers said that have not been heard of. Used by the
 * maintenance thread.
 */
final class CursorLease {

	private static final long MOVED_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long UNMOVED_NANOS = TimeUnit.SECONDS.toNanos(10);

	// by our own clock that does not jump, and longer than any pause of a live process
	private static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(30);

	// others see by the wall clock whether this is of a live process
	private static final long JUMP_MILLIS = 60_000;

	private final String owner = UUID.randomUUID().toString();

	private final EventRouter router;

	private final InstantSource clock;

	private final Map<String, Observed> others = new HashMap<>();

	private @Nullable Long written;

	private long writtenAt;

	private long writtenAtMillis;

	private long beat;

	CursorLease(EventRouter router, InstantSource clock) {
		this.router = router;
		this.clock = clock;
	}

	/**
	 * Return what to write now.
	 * @return the operation, or {@code null} for nothing
	 */
	@Nullable WriteOperation renew(long waitNanos) {
		Long position = this.router.done();
		if (position == null) {
			return (this.written != null) ? release(waitNanos) : null;
		}
		long age = System.nanoTime() - this.writtenAt;
		boolean due = this.written == null || age >= UNMOVED_NANOS || hasClockJumped(age)
				|| (age >= MOVED_NANOS && !position.equals(this.written));
		if (!due) {
			return null;
		}
		this.written = position;
		this.writtenAt = System.nanoTime();
		this.writtenAtMillis = this.clock.millis();
		this.beat++;
		long beat = this.beat;
		return new HousekeepingStatement(waitNanos, """
				INSERT INTO bus_cursors (owner, cursor, beat, seen_at) VALUES (?, ?, ?, unixepoch('now'))
				ON CONFLICT (owner) DO UPDATE
				SET cursor = excluded.cursor, beat = excluded.beat, seen_at = excluded.seen_at""",
				List.of(this.owner, position, beat));
	}

	private boolean hasClockJumped(long age) {
		long ageByClock = this.clock.millis() - this.writtenAtMillis;
		return Math.abs(ageByClock - TimeUnit.NANOSECONDS.toMillis(age)) > JUMP_MILLIS;
	}

	/**
	 * Return what removes the word of this messenger.
	 */
	WriteOperation release(long waitNanos) {
		this.written = null;
		return new HousekeepingStatement(waitNanos, "DELETE FROM bus_cursors WHERE owner = ?", List.of(this.owner));
	}

	/**
	 * Return what removes the words of messengers that are gone.
	 */
	List<WriteOperation> removeDead(SqliteConnection connection, long waitNanos) throws SQLException {
		Map<String, Observed> seen = new HashMap<>();
		List<WriteOperation> removals = new ArrayList<>();
		PreparedStatement statement = connection.statement("SELECT owner, beat FROM bus_cursors");
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				String other = rows.getString(1);
				long otherBeat = rows.getLong(2);
				Observed before = this.others.get(other);
				Observed now = (before != null && before.beat() == otherBeat) ? before
						: new Observed(otherBeat, System.nanoTime());
				seen.put(other, now);
				if (!other.equals(this.owner) && System.nanoTime() - now.since() >= DEAD_NANOS) {
					removals.add(new HousekeepingStatement(waitNanos,
							"DELETE FROM bus_cursors WHERE owner = ? AND beat = ?", List.of(other, otherBeat)));
				}
			}
		}
		this.others.clear();
		this.others.putAll(seen);
		return removals;
	}

	private record Observed(long beat, long since) {

	}

}
