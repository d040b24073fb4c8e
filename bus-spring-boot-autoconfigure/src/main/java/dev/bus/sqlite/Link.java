package dev.bus.sqlite;

import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * One connection that is opened when needed, and again after it was dropped or the file
 * was replaced. Used by one thread at a time.
 */
final class Link {

	private static final Log logger = LogFactory.getLog(Link.class);

	private final SqliteDatabase database;

	private final SqliteDatabase.Role role;

	private @Nullable SqliteConnection connection;

	private int generation;

	private boolean fresh;

	Link(SqliteDatabase database, SqliteDatabase.Role role) {
		this.database = database;
		this.role = role;
	}

	/**
	 * Run work on the connection.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result
	 * @throws DataAccessResourceFailureException if the file was deleted or replaced and
	 * the bus has not turned to the new one yet
	 */
	<T> T call(SqliteConnection.Work<T> work) {
		SqliteConnection current = current();
		T result = current.call(work);
		this.fresh = false;
		return result;
	}

	/**
	 * Return whether no work has been run on this connection with success.
	 */
	boolean isNew() {
		return this.fresh;
	}

	/**
	 * Return the generation of the file that the last work was run on.
	 */
	int generation() {
		return this.generation;
	}

	void drop() {
		SqliteConnection dropped = this.connection;
		this.connection = null;
		if (dropped != null) {
			try {
				dropped.close();
			}
			catch (SQLException ex) {
				logger.warn("Failed to close a connection to '" + this.database.file().path() + "'", ex);
			}
		}
	}

	private SqliteConnection current() {
		if (!this.database.isSameFile()) {
			throw new DataAccessResourceFailureException("The file '" + this.database.file().path()
					+ "' was deleted or replaced while it was in use; nothing may be written to the old one");
		}
		int latest = this.database.generation();
		SqliteConnection current = this.connection;
		if (current != null && this.generation == latest && !current.isBroken()) {
			return current;
		}
		drop();
		current = this.database.connect(this.role);
		this.connection = current;
		this.generation = latest;
		this.fresh = true;
		return current;
	}

}
