package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.List;

import dev.bus.BusMessage;
import dev.bus.Subject;

/**
 * The place of one receiver in the event log. As long as it has room it is <em>live</em>
 * and moves with the router; else it lags behind and reads the file for itself, which
 * thus is its buffer:
 *
 * <pre>
 *         no room                    room made
 *  live ----------&gt; lagging, blocked ----------&gt; lagging ----+
 *   ^                      ^                        |  |      |
 *   |                      +------- no room --------+  +------+ a batch read
 *   +---------------------------- caught up -------+
 * </pre>
 *
 * All state is guarded by the lock of the dispatcher.
 */
final class Cursor {

	private final EventRouter router;

	private final EventReceiver receiver;

	private long position;

	private long limit = Long.MAX_VALUE;

	private boolean live = true;

	private volatile boolean blocked;

	Cursor(EventRouter router, EventReceiver receiver, long position) {
		this.router = router;
		this.receiver = receiver;
		this.position = position;
	}

	EventReceiver receiver() {
		return this.receiver;
	}

	/**
	 * Told by the receiver that there is room again. May be called without the lock.
	 */
	void roomMade() {
		if (this.blocked) {
			this.blocked = false;
			this.router.signal();
		}
	}

	/**
	 * Take nothing that comes after the given event.
	 */
	void limit(long last) {
		this.limit = last;
	}

	private long end() {
		return Math.min(this.limit, this.router.lastWanted());
	}

	/**
	 * Offer an event that the router has come to.
	 */
	void offer(long id, BusMessage message) {
		if (this.live && id > this.position && id <= end() && !take(id, message)) {
			this.live = false;
			this.position = id - 1;
		}
	}

	/**
	 * Note that the router found no rows in a range.
	 */
	void gap(long after, long before) {
		if (this.live) {
			countGap(Math.max(after, this.position), Math.min(before - 1, end()) + 1);
		}
	}

	/**
	 * Go to another place, since ids have begun anew.
	 */
	void reset(long position) {
		this.position = position;
		this.live = true;
		this.blocked = false;
	}

	boolean mayCatchUp() {
		return !this.live && !this.blocked;
	}

	boolean isComplete(long routerPosition) {
		return (this.live ? routerPosition : this.position) >= end();
	}

	/**
	 * Return the id up to which the receiver needs no rows any more.
	 */
	long done(long routerPosition) {
		return this.receiver.done(this.live ? Math.max(routerPosition, this.position) : this.position);
	}

	/**
	 * Read a batch from the file.
	 * @param routerPosition the id that the router has come to
	 * @return whether to go on
	 */
	boolean catchUp(SqliteConnection connection, long routerPosition, UnreadableRows unreadable) throws SQLException {
		long end = Math.min(routerPosition, end());
		List<Event> events = EventLog.read(connection, this.position, end,
				(subject) -> Subject.matches(this.receiver.subject(), subject), unreadable);
		for (Event event : events) {
			countGap(this.position, event.id());
			this.position = event.id() - 1;
			if (event.message() != null && !take(event.id(), event.message())) {
				return false;
			}
			this.position = event.id();
		}
		if (events.isEmpty()) {
			countGap(this.position, end + 1);
			this.position = Math.max(this.position, end);
			this.live = true;
		}
		return !events.isEmpty();
	}

	private boolean take(long id, BusMessage message) {
		if (this.receiver.take(id, message)) {
			return true;
		}
		this.blocked = true;
		// room that was made before that has not been told of
		if (this.receiver.take(id, message)) {
			this.blocked = false;
			return true;
		}
		return false;
	}

	private void countGap(long after, long before) {
		if (before - after > 1) {
			this.receiver.missed(before - after - 1);
		}
	}

}
