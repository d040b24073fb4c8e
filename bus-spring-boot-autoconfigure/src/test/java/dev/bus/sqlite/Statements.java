package dev.bus.sqlite;

import java.sql.SQLException;
import java.time.Duration;

/**
 * Any statements as an operation of the writer.
 */
final class Statements extends WriteOperation {

	private final Work work;

	Statements(Work work) {
		super(Duration.ofSeconds(5).toNanos());
		this.work = work;
	}

	static Statements of(String sql) {
		return new Statements((connection) -> connection.execute(sql));
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		this.work.run(connection);
	}

	/**
	 * What is run.
	 */
	@FunctionalInterface
	interface Work {

		void run(SqliteConnection connection) throws SQLException;

	}

}
