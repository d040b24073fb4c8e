package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * One connection that is opened when needed, and again after it was dropped or the file
 * was replaced. Used by one thread at a time; dropped by any.
 */
final class Link {

	private static final Log logger = LogFactory.getLog(Link.class);

	private final SqliteDatabase database;

	private final Role role;

	// held while the connection works, so that nobody closes it meanwhile
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable SqliteConnection connection;

	private int generation;

	private boolean fresh;

	Link(SqliteDatabase database, Role role) {
		this.database = database;
		this.role = role;
		database.add(this);
	}

	/**
	 * Run work on the connection.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result
	 * @throws DataAccessResourceFailureException if a file of the database was deleted or
	 * replaced and the bus has not opened it anew yet
	 */
	<T> T call(SqliteConnection.Work<T> work) {
		this.lock.lock();
		try {
			SqliteConnection current = current();
			T result = current.call(work);
			this.fresh = false;
			return result;
		}
		finally {
			this.lock.unlock();
		}
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

	/**
	 * Close the connection, after the work that it does.
	 */
	void drop() {
		this.lock.lock();
		try {
			SqliteConnection dropped = this.connection;
			this.connection = null;
			if (dropped != null) {
				this.database.logFiles().closing();
				dropped.close();
			}
		}
		catch (SQLException ex) {
			logger.warn("Failed to close a connection to '" + this.database.file().path() + "'", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	private SqliteConnection current() {
		// who only reads need not notice at once
		if (!((this.role == Role.WRITER) ? this.database.isIntact() : this.database.isSameFile())) {
			throw new DataAccessResourceFailureException("The file '" + this.database.file().path()
					+ "', or '-wal' or '-shm' beside it, was deleted or replaced while it was in use; nothing may be "
					+ "written to the old one");
		}
		int latest = this.database.generation();
		SqliteConnection current = this.connection;
		if (current != null && this.generation == latest && !current.isBroken()) {
			return current;
		}
		drop();
		current = this.database.connect(this.role);
		this.connection = current;
		this.database.logFiles().opened();
		this.generation = latest;
		this.fresh = true;
		return current;
	}

}
