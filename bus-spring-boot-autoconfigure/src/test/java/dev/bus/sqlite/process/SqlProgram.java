package dev.bus.sqlite.process;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs the statements that the test sends, all on one connection, and leaves the result
 * of a query open after its first row until the next statement. Argument: the path.
 */
public final class SqlProgram {

	private final Connection connection;

	private Statement statement;

	private SqlProgram(Connection connection) throws SQLException {
		this.connection = connection;
		this.statement = connection.createStatement();
	}

	public static void main(String[] arguments) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0])) {
			SqlProgram program = new SqlProgram(connection);
			Program.say("READY");
			Program.listen(program::run);
		}
	}

	private void run(String sql) {
		try {
			this.statement.close();
			this.statement = this.connection.createStatement();
			if (this.statement.execute(sql)) {
				this.statement.getResultSet().next();
			}
			Program.say("DONE " + sql);
		}
		catch (SQLException ex) {
			Program.say("FAILED " + sql + ": " + ex);
		}
	}

}
