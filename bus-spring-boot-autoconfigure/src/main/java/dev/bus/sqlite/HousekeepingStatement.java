package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One statement of the housekeeping, which is tried again at another time if it fails.
 */
final class HousekeepingStatement extends WriteOperation {

	private static final Log logger = LogFactory.getLog(HousekeepingStatement.class);

	private final String sql;

	private final List<Object> parameters;

	private int rows;

	HousekeepingStatement(long waitNanos, String sql, List<Object> parameters) {
		super(waitNanos);
		this.sql = sql;
		this.parameters = parameters;
	}

	/**
	 * Return how many rows were changed.
	 */
	int rows() {
		return this.rows;
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		PreparedStatement statement = connection.statement(this.sql);
		for (int i = 0; i < this.parameters.size(); i++) {
			statement.setObject(i + 1, this.parameters.get(i));
		}
		this.rows = statement.executeUpdate();
	}

	@Override
	void onFailed(Throwable failure) {
		logger.debug("Housekeeping failed and is tried again later", failure);
	}

}
