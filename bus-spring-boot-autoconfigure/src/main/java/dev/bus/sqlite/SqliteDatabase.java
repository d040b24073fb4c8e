package dev.bus.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
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

	private final LogFiles logFiles;

	private final DatabaseHealth health = new DatabaseHealth();

	private final Queue<Link> links = new ConcurrentLinkedQueue<>();

	private final AtomicInteger generation = new AtomicInteger();

	// null while the connections must not be opened
	private volatile @Nullable Object identity;

	private volatile @Nullable Object lastIdentity;

	private volatile boolean writeAheadLog;

	private volatile long lastIdAtStart;

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
		this.logFiles = new LogFiles(file);
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

	DatabaseHealth health() {
		return this.health;
	}

	LogFiles logFiles() {
		return this.logFiles;
	}

	void add(Link link) {
		this.links.add(link);
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
		try (SqliteConnection connection = connect(Role.MAINTENANCE, SqliteConnection::create)) {
			JdbcTemplate jdbc = connection.jdbc();
			if (this.owned && !isWriteAheadLog(jdbc)) {
				// has an effect only before the first table
				jdbc.execute("PRAGMA auto_vacuum=INCREMENTAL");
				jdbc.execute("PRAGMA journal_mode=WAL");
			}
			this.writeAheadLog = isWriteAheadLog(jdbc);
			if (this.generation.get() == 0) {
				SqliteLibrary
					.warnIfUnsafe(String.valueOf(jdbc.queryForObject("SELECT sqlite_version()", String.class)));
			}
			new SqliteSchema(this.file.path()).prepare(connection, this.options.initializeSchema());
			long lastId = connection.call(EventLog::lastId);
			connection.call(SqliteSchema::requireWritable);
			this.file.resolve();
			opened(this.file.identity(), lastId);
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

	private void opened(@Nullable Object identity, long lastId) {
		if (identity == null || !identity.equals(this.lastIdentity)) {
			this.lastIdAtStart = lastId;
			this.generation.incrementAndGet();
		}
		this.identity = identity;
		this.health.opened();
	}

	/**
	 * Close all connections until the file is prepared again, since it or its log was
	 * deleted or replaced.
	 */
	void abandon() {
		// a file that was deleted may come back with the same key
		this.lastIdentity = isSameFile() ? this.identity : null;
		this.identity = null;
		this.health.writeFailed(new IllegalStateException("The file was deleted or replaced"));
		// all of them: the next one would share what those that are open know of the log
		this.links.forEach(Link::drop);
	}

	/**
	 * Return whether the abandoned file may be opened: not while a connection of anybody
	 * still uses a log that nobody else sees.
	 */
	boolean isReleased() {
		// if what was deleted is there again, others have been here before
		return isAnotherFile() || this.logFiles.exist() || isUnused();
	}

	private boolean isAnotherFile() {
		try {
			Object abandoned = this.lastIdentity;
			return abandoned == null || !abandoned.equals(this.file.identity());
		}
		catch (IOException ex) {
			return true;
		}
	}

	private boolean isUnused() {
		try (SqliteConnection connection = SqliteConnection.openExclusively(this.file)) {
			connection.call(EventLog::lastId);
			return true;
		}
		catch (SQLException | DataAccessException ex) {
			// what else is wrong shows when it is opened
			return !ResultCode.isBusy(ex);
		}
	}

	private static boolean isWriteAheadLog(JdbcTemplate jdbc) {
		return "wal".equalsIgnoreCase(jdbc.queryForObject("PRAGMA journal_mode", String.class));
	}

	/**
	 * Open a connection to the file that was prepared.
	 * @param role what it is for
	 * @return the connection
	 */
	SqliteConnection connect(Role role) {
		return connect(role, SqliteConnection::open);
	}

	private SqliteConnection connect(Role role, Opening opening) {
		SqliteConnection connection;
		try {
			connection = opening.open(this.file, role.busyTimeoutMillis(this.options));
		}
		catch (SQLException | LinkageError ex) {
			throw new DataAccessResourceFailureException("Failed to open '" + this.file.path() + "'", ex);
		}
		try {
			return connection.call((fresh) -> {
				role.set(fresh, this.options);
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
	 * Check that the name still leads to the file that was opened, and that its log is
	 * still the same too.
	 * @return {@code false} if one was deleted or replaced
	 */
	boolean isIntact() {
		return isSameFile() && (!this.writeAheadLog || this.logFiles.areSame());
	}

	/**
	 * How a connection is opened.
	 */
	@FunctionalInterface
	private interface Opening {

		SqliteConnection open(SqliteFile file, int busyTimeoutMillis) throws SQLException;

	}

}
