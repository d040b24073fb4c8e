package dev.bus.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcUtils;
import org.sqlite.JDBC;
import org.sqlite.SQLiteOpenMode;

/**
 * A private connection with the statements that are kept on it. In auto-commit mode for
 * its whole life; transactions are statements, since the driver's own commit can throw
 * after it has committed. Used by one thread at a time.
 */
final class SqliteConnection implements AutoCloseable {

	private static final SqliteExceptionTranslator TRANSLATOR = new SqliteExceptionTranslator();

	private final Connection connection;

	private final JdbcTemplate jdbc;

	private final Map<String, PreparedStatement> statements = new HashMap<>();

	private boolean broken;

	private SqliteConnection(Connection connection) throws SQLException {
		this.connection = connection;
		this.jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
		this.jdbc.setExceptionTranslator(TRANSLATOR);
	}

	/**
	 * Open a connection and create the file if it does not exist.
	 * @param file the file
	 * @param busyTimeoutMillis how long to wait for locks
	 * @return the connection
	 * @throws SQLException if it cannot be opened
	 */
	static SqliteConnection create(SqliteFile file, int busyTimeoutMillis) throws SQLException {
		return open(file, busyTimeoutMillis, new Properties());
	}

	/**
	 * Open a connection to a file that exists.
	 * @param file the file
	 * @param busyTimeoutMillis how long to wait for locks
	 * @return the connection
	 * @throws SQLException if it cannot be opened
	 */
	static SqliteConnection open(SqliteFile file, int busyTimeoutMillis) throws SQLException {
		return open(file, busyTimeoutMillis, existing());
	}

	/**
	 * Open a connection to a file that exists, which can only be used while there is no
	 * other.
	 * @param file the file
	 * @return the connection
	 * @throws SQLException if it cannot be opened
	 */
	static SqliteConnection openExclusively(SqliteFile file) throws SQLException {
		Properties properties = existing();
		properties.setProperty("locking_mode", "EXCLUSIVE");
		return open(file, 0, properties);
	}

	private static Properties existing() {
		Properties properties = new Properties();
		properties.setProperty("open_mode", Integer.toString(SQLiteOpenMode.READWRITE.flag));
		return properties;
	}

	private static SqliteConnection open(SqliteFile file, int busyTimeoutMillis, Properties properties)
			throws SQLException {
		properties.setProperty("busy_timeout", Integer.toString(busyTimeoutMillis));
		// would run a query after each insert
		properties.setProperty("jdbc.get_generated_keys", "false");
		// not by the driver manager, which may have looked for drivers elsewhere before
		return new SqliteConnection(JDBC.createConnection(file.url(), properties));
	}

	/**
	 * Run work on this connection.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result
	 */
	<T> T call(Work<T> work) {
		try {
			return work.run(this);
		}
		catch (SQLException ex) {
			// here and not by JdbcTemplate, which makes a proxy of the connection for
			// each call
			throw failed(TRANSLATOR.translate("Work on the bus database", null, ex));
		}
		catch (RuntimeException ex) {
			throw failed(ex);
		}
	}

	private RuntimeException failed(RuntimeException failure) {
		if (!ResultCode.isBusy(failure)) {
			forgetStatements();
		}
		return failure;
	}

	/**
	 * Have all statements prepared anew: the driver makes those unusable that fail.
	 */
	private void forgetStatements() {
		this.statements.values().forEach(JdbcUtils::closeStatement);
		this.statements.clear();
	}

	/**
	 * Return a statement that is prepared once.
	 * @param sql the statement
	 * @return the kept statement, to be used by the caller until the next call
	 * @throws SQLException if it cannot be prepared
	 */
	PreparedStatement statement(String sql) throws SQLException {
		PreparedStatement kept = this.statements.get(sql);
		if (kept == null) {
			kept = this.connection.prepareStatement(sql);
			this.statements.put(sql, kept);
		}
		return kept;
	}

	/**
	 * Run a statement that is not kept.
	 * @param sql the statement
	 * @throws SQLException if it fails
	 */
	void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Run a kept statement that gives one number.
	 * @param sql the statement
	 * @return the number
	 * @throws SQLException if it fails
	 */
	long number(String sql) throws SQLException {
		try (ResultSet result = statement(sql).executeQuery()) {
			return result.next() ? result.getLong(1) : 0;
		}
	}

	/**
	 * Run work in a transaction that holds the write lock from its begin.
	 * @param work the work
	 * @throws SQLException if it fails, with nothing done
	 */
	void transaction(Statements work) throws SQLException {
		statement("BEGIN IMMEDIATE").execute();
		try {
			work.run();
			statement("COMMIT").execute();
		}
		catch (Throwable ex) {
			// also after an error of the JVM: the lock would never be given back
			rollback(ex);
			throw ex;
		}
	}

	private void rollback(Throwable failure) {
		try {
			statement("ROLLBACK").execute();
		}
		catch (SQLException ex) {
			// some failures have rolled back already, but only a new connection is
			// sure to be in no transaction
			this.broken = true;
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Return whether this connection must not be used any more.
	 */
	boolean isBroken() {
		return this.broken;
	}

	JdbcTemplate jdbc() {
		return this.jdbc;
	}

	@Override
	public void close() throws SQLException {
		// closes its statements too
		this.connection.close();
	}

	/**
	 * Work on a connection.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Work<T> {

		T run(SqliteConnection connection) throws SQLException;

	}

	/**
	 * What is run in a transaction.
	 */
	@FunctionalInterface
	interface Statements {

		void run() throws SQLException;

	}

}
