package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes a request out of the file that its requester has given up, and thereby learns
 * whether a server had claimed it.
 */
final class RequestWithdrawal extends WriteOperation {

	private static final Log logger = LogFactory.getLog(RequestWithdrawal.class);

	private static final String DELETE = "DELETE FROM bus_requests WHERE id = ?";

	private final String id;

	private final Consumer<Boolean> outcome;

	private boolean wasThere;

	/**
	 * Create a withdrawal.
	 * @param id the id of the request
	 * @param waitNanos how long to wait for the lock of the file
	 * @param outcome told whether the request was still there, so that no one had it
	 */
	RequestWithdrawal(String id, long waitNanos, Consumer<Boolean> outcome) {
		super(waitNanos);
		this.id = id;
		this.outcome = outcome;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		PreparedStatement statement = connection.statement(DELETE);
		statement.setString(1, this.id);
		this.wasThere = statement.executeUpdate() > 0;
	}

	@Override
	void onCommitted() {
		this.outcome.accept(this.wasThere);
	}

	@Override
	void onFailed(Throwable failure) {
		// the row expires, and is swept later
		logger.debug("A request could not be withdrawn", failure);
	}

}
