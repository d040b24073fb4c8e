package dev.bus.sqlite;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;

/**
 * The database file cannot serve as a bus.
 *
 * @since 0.1.0
 */
public class SqliteDatabaseException extends BusException {

	private final Reason reason;

	private final Path path;

	/**
	 * Create an exception.
	 * @param reason what is wrong
	 * @param path the database file
	 * @param message what happened and what to do
	 * @param cause what SQLite reported, or {@code null}
	 */
	public SqliteDatabaseException(Reason reason, Path path, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.path = path;
	}

	/**
	 * Return what is wrong.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return the database file.
	 * @return the absolute path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * What is wrong with a database file.
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
		 * Another error.
		 */
		OTHER

	}

}
