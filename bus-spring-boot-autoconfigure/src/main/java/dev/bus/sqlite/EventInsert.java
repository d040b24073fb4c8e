package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.List;

import dev.bus.BusMessage;

/**
 * An event to be written. Those of one commit are written together by {@link Batch}.
 */
class EventInsert extends WriteOperation {

	private final BusMessage message;

	EventInsert(BusMessage message, long waitNanos) {
		super(waitNanos);
		this.message = message;
	}

	final BusMessage message() {
		return this.message;
	}

	@Override
	final void execute(SqliteConnection connection) throws SQLException {
		EventLog.insert(connection, List.of(this));
	}

	@Override
	final boolean isDurable() {
		return true;
	}

	@Override
	final int bytes() {
		return this.message.size();
	}

}
