package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.bus.BusMessage;

/**
 * The reply to a request that came through the file.
 */
final class ReplyInsert extends WriteOperation {

	private static final Log logger = LogFactory.getLog(ReplyInsert.class);

	private static final String INSERT = "INSERT OR REPLACE INTO bus_replies (request_id, data, headers) VALUES (?, ?, ?)";

	private final String requestId;

	private final BusMessage reply;

	private final Runnable written;

	/**
	 * Create a reply.
	 * @param requestId the id of the request
	 * @param reply the reply
	 * @param waitNanos how long to wait for the lock of the file
	 * @param written told when it is in the file
	 */
	ReplyInsert(String requestId, BusMessage reply, long waitNanos, Runnable written) {
		super(waitNanos);
		this.requestId = requestId;
		this.reply = reply;
		this.written = written;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		PreparedStatement statement = connection.statement(INSERT);
		statement.setString(1, this.requestId);
		statement.setBytes(2, this.reply.data());
		statement.setString(3, HeaderLines.write(this.reply.headers()));
		statement.executeUpdate();
	}

	@Override
	int bytes() {
		return this.reply.size();
	}

	@Override
	void onCommitted() {
		this.written.run();
	}

	@Override
	void onFailed(Throwable failure) {
		logger.warn("The reply to a request to '" + this.reply.subject()
				+ "' could not be written, so that its requester waits in vain", failure);
	}

}
