package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;

/**
 * Thrown when a database cannot serve as a bus; the message says which, why, and what to
 * do.
 *
 * @since 0.1.0
 */
public class SqliteDatabaseException extends BusException {

	private final Reason reason;

	private final String description;

	private final String action;

	/**
	 * Create an exception.
	 * @param reason the kind of problem
	 * @param description what is wrong with which database, without a period at the end
	 * @param action what to do, without a period at the end
	 * @param cause what SQLite reported, or {@code null}
	 */
	public SqliteDatabaseException(Reason reason, String description, String action, @Nullable Throwable cause) {
		super(description + ". " + action + ".", cause);
		this.reason = reason;
		this.description = description;
		this.action = action;
	}

	/**
	 * Return the kind of problem.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return what is wrong.
	 * @return one sentence without a period
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return what to do.
	 * @return one sentence without a period
	 */
	public String action() {
		return this.action;
	}

	/**
	 * What is wrong with a database.
	 */
	public enum Reason {

		/**
		 * The file or its directory does not exist or cannot be opened.
		 */
		CANNOT_OPEN,

		/**
		 * Another process holds the lock.
		 */
		LOCKED,

		/**
		 * The file, its directory or the file system cannot be written.
		 */
		READ_ONLY,

		/**
		 * The file is not a SQLite database.
		 */
		NOT_A_DATABASE,

		/**
		 * The database is damaged.
		 */
		CORRUPT,

		/**
		 * The disk is full.
		 */
		FULL,

		/**
		 * The file is on a file system that several machines share, which does not carry
		 * the locks and the shared memory of SQLite.
		 */
		NETWORK_FILE_SYSTEM,

		/**
		 * The tables are missing and may not be created.
		 */
		SCHEMA_MISSING,

		/**
		 * The tables are of another kind or of a newer version.
		 */
		SCHEMA_INCOMPATIBLE,

		/**
		 * The native library of SQLite cannot be loaded.
		 */
		NATIVE_LIBRARY,

		/**
		 * The data source of the application is not one of a SQLite file, or gives no
		 * connection.
		 */
		DATA_SOURCE,

		/**
		 * Another error.
		 */
		OTHER

	}

}
