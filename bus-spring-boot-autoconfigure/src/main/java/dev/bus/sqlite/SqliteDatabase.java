package dev.bus.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * Opens private connections to the file, and knows when it is no longer the file that was
 * opened.
 */
final class SqliteDatabase {

	private static final Log logger = LogFactory.getLog(SqliteDatabase.class);

	private final SqliteFile file;

	private final SqliteOptions options;

	private final boolean owned;

	private final AtomicInteger generation = new AtomicInteger();

	private volatile @Nullable Object identity;

	private volatile boolean writeAheadLog;

	private volatile long lastIdAtStart;

	private volatile @Nullable Throwable readFailure;

	private volatile @Nullable Throwable writeFailure;

	/**
	 * Create a database, which is not opened yet.
	 * @param file the file
	 * @param options the options
	 * @param owned whether the file is the bus' own, so that lasting settings may be made
	 */
	SqliteDatabase(SqliteFile file, SqliteOptions options, boolean owned) {
		this.file = file;
		this.options = options;
		this.owned = owned;
	}

	SqliteFile file() {
		return this.file;
	}

	SqliteOptions options() {
		return this.options;
	}

	boolean isOwned() {
		return this.owned;
	}

	/**
	 * Return whether commits go to a write-ahead log.
	 * @return {@code false} for an application's file in another journal mode
	 */
	boolean isWriteAheadLog() {
		return this.writeAheadLog;
	}

	/**
	 * Return the number of files that were opened under this name.
	 * @return a number that changes when the file is replaced
	 */
	int generation() {
		return this.generation.get();
	}

	/**
	 * Return the id of the last event that the current file held when it was opened.
	 */
	long lastIdAtStart() {
		return this.lastIdAtStart;
	}

	/**
	 * Prepare the file and its tables, as often as other processes hold locks meanwhile.
	 */
	void prepare() {
		this.file.requireUsable();
		// several that start at once each wait for the others
		long end = System.nanoTime() + 2 * this.options.busyTimeoutNanos();
		while (true) {
			try {
				prepareOnce();
				return;
			}
			catch (DataAccessException ex) {
				if (!ResultCode.isBusy(ex) || System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
					throw StartFailures.explain(this.file.path(), ex);
				}
			}
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000, 20_000_000));
		}
	}

	private void prepareOnce() {
		try (SqliteConnection connection = connect(Role.MAINTENANCE)) {
			JdbcTemplate jdbc = connection.jdbc();
			if (this.owned && !isWriteAheadLog(jdbc)) {
				// has an effect only before the first table
				jdbc.execute("PRAGMA auto_vacuum=INCREMENTAL");
				jdbc.execute("PRAGMA journal_mode=WAL");
			}
			this.writeAheadLog = isWriteAheadLog(jdbc);
			new SqliteSchema(this.file.path()).prepare(connection, this.options.initializeSchema());
			this.lastIdAtStart = connection.call(EventLog::lastId);
			this.identity = this.file.identity();
			this.generation.incrementAndGet();
		}
		catch (SQLException ex) {
			throw new SqliteExceptionTranslator().translate("Close", null, ex);
		}
		catch (IOException ex) {
			throw new SqliteDatabaseException(Reason.CANNOT_OPEN,
					"Cannot use the bus database '" + this.file.path() + "': its attributes cannot be read",
					"Make its directory readable for this user, or name another file with 'bus.sqlite.path'", ex);
		}
		if (!this.writeAheadLog) {
			logger.warn("The database '" + this.file.path()
					+ "' has no write-ahead log, so that readers and writers block each other and messages of other "
					+ "processes are polled for: run 'PRAGMA journal_mode=WAL' on it");
		}
	}

	private static boolean isWriteAheadLog(JdbcTemplate jdbc) {
		return "wal".equalsIgnoreCase(jdbc.queryForObject("PRAGMA journal_mode", String.class));
	}

	/**
	 * Open a connection.
	 * @param role what it is for
	 * @return the connection
	 */
	SqliteConnection connect(Role role) {
		SqliteConnection connection;
		try {
			connection = SqliteConnection.open(this.file,
					role.waitsForLocks ? (int) Math.min(this.options.busyTimeout().toMillis(), Integer.MAX_VALUE) : 0);
		}
		catch (SQLException ex) {
			throw new CannotGetJdbcConnectionException("Failed to open '" + this.file.path() + "'", ex);
		}
		try {
			return connection.call((fresh) -> {
				for (String pragma : role.pragmas) {
					fresh.execute("PRAGMA " + pragma);
				}
				fresh.execute("PRAGMA synchronous=" + this.options.synchronous());
				return fresh;
			});
		}
		catch (DataAccessException ex) {
			try {
				connection.close();
			}
			catch (SQLException suppressed) {
				ex.addSuppressed(suppressed);
			}
			throw ex;
		}
	}

	/**
	 * Check that the name still leads to the file that was opened.
	 * @return {@code false} if it was deleted or replaced
	 */
	boolean isSameFile() {
		try {
			Object known = this.identity;
			return known != null && known.equals(this.file.identity());
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Remember how the last read went.
	 * @param failure the failure, or {@code null}
	 */
	void readFailed(@Nullable Throwable failure) {
		if (this.readFailure != failure) {
			this.readFailure = failure;
		}
	}

	/**
	 * Remember how the last write went.
	 * @param failure the failure, or {@code null}
	 */
	void writeFailed(@Nullable Throwable failure) {
		if (this.writeFailure != failure) {
			this.writeFailure = failure;
		}
	}

	/**
	 * Return whether the file cannot be read or written. A lock or a full disk does not
	 * count.
	 */
	boolean isFailing() {
		return this.readFailure != null || this.writeFailure != null;
	}

	/**
	 * What a connection is for.
	 */
	enum Role {

		/**
		 * Commits; waits for other writers by itself.
		 */
		WRITER(false, "wal_autocheckpoint=4000", "journal_size_limit=67108864", "temp_store=MEMORY",
				"cache_size=-8000"),

		/**
		 * Reads events, requests and replies.
		 */
		READER(true, "query_only=ON", "temp_store=MEMORY", "cache_size=-8000"),

		/**
		 * Looks for commits of others.
		 */
		WATCHER(true, "query_only=ON", "cache_size=-100"),

		/**
		 * Creates tables and moves the log into the file.
		 */
		MAINTENANCE(true, "wal_autocheckpoint=0", "journal_size_limit=67108864", "cache_size=-2000"),

		/**
		 * Moves the log into the file without waiting for readers and writers.
		 */
		CHECKPOINT(false, "wal_autocheckpoint=0", "journal_size_limit=67108864", "cache_size=-2000");

		private final boolean waitsForLocks;

		private final String[] pragmas;

		Role(boolean waitsForLocks, String... pragmas) {
			this.waitsForLocks = waitsForLocks;
			this.pragmas = pragmas;
		}

	}

}
