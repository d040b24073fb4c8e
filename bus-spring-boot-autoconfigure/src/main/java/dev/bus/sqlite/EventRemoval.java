package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Removes the oldest events. What live subscriptions have not read is spared, by a
 * trigger, unless it is removed by force.
 */
final class EventRemoval extends WriteOperation {

	private static final Log logger = LogFactory.getLog(EventRemoval.class);

	private static final String LIFT = "UPDATE bus_cursors SET cursor = ?1 WHERE cursor < ?1";

	private static final String DELETE = "DELETE FROM bus_events WHERE id <= ?";

	private final long last;

	private final boolean force;

	private int removed;

	/**
	 * Create a removal.
	 * @param last the id of the last event to remove
	 * @param force whether to remove what has not been read too
	 * @param waitNanos how long to wait for the lock of the file
	 */
	EventRemoval(long last, boolean force, long waitNanos) {
		super(waitNanos);
		this.last = last;
		this.force = force;
	}

	/**
	 * Return how many events were removed.
	 */
	int removed() {
		return this.removed;
	}

	@Override
	boolean isSingleStatement() {
		return !this.force;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		if (this.force) {
			PreparedStatement lift = connection.statement(LIFT);
			lift.setLong(1, this.last);
			lift.executeUpdate();
		}
		PreparedStatement delete = connection.statement(DELETE);
		delete.setLong(1, this.last);
		this.removed = delete.executeUpdate();
	}

	@Override
	void onFailed(Throwable failure) {
		logger.debug("Old events could not be removed", failure);
	}

}
