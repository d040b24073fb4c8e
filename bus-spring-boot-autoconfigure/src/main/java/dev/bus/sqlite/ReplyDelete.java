package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Removes replies that were read.
 */
final class ReplyDelete extends WriteOperation {

	private static final Log logger = LogFactory.getLog(ReplyDelete.class);

	private static final String DELETE = "DELETE FROM bus_replies WHERE request_id IN (SELECT value FROM json_each(?))";

	private final String ids;

	/**
	 * Create a removal.
	 * @param ids the ids of the requests as a JSON array
	 * @param waitNanos how long to wait for the lock of the file
	 */
	ReplyDelete(String ids, long waitNanos) {
		super(waitNanos);
		this.ids = ids;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		PreparedStatement statement = connection.statement(DELETE);
		statement.setString(1, this.ids);
		statement.executeUpdate();
	}

	@Override
	void onFailed(Throwable failure) {
		// swept when they are old enough
		logger.debug("Replies that were read could not be removed", failure);
	}

}
