package dev.bus.sqlite;

import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notices that a file of the database was taken away, and opens the database anew when
 * nobody uses what was taken away any more. Used by the maintenance thread.
 *
 * <pre>
 *          a file is not the same            released by all
 *  intact ------------------------&gt; closed ------------------&gt; opened anew: intact
 * </pre>
 */
final class FileGuard {

	private static final Log logger = LogFactory.getLog(FileGuard.class);

	// by then all messengers on the file have noticed too
	private static final long REOPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final SqliteDatabase database;

	private boolean closed;

	private long reopenAt;

	private long nextReport;

	FileGuard(SqliteDatabase database) {
		this.database = database;
	}

	/**
	 * Look at the files.
	 * @return whether the database can be used
	 */
	boolean isIntact() {
		if (!this.closed) {
			if (this.database.isIntact()) {
				return true;
			}
			close();
		}
		if (System.nanoTime() - this.reopenAt >= 0) {
			if (this.database.isReleased()) {
				open();
			}
			else {
				reportHeld();
			}
		}
		return false;
	}

	private void close() {
		this.closed = true;
		this.reopenAt = System.nanoTime() + REOPEN_NANOS;
		this.nextReport = this.reopenAt + 2 * REOPEN_NANOS;
		logger.error("The bus database '" + this.database.file().path()
				+ "', or '-wal' or '-shm' beside it, was deleted or replaced while it was in use: what was not "
				+ "delivered from it may be lost");
		this.database.abandon();
	}

	private void open() {
		this.database.prepare();
		this.closed = false;
		logger.warn("Opened the bus database '" + this.database.file().path() + "' anew");
	}

	private void reportHeld() {
		if (System.nanoTime() - this.nextReport >= 0) {
			this.nextReport = System.nanoTime() + REPORT_NANOS;
			logger.error("The bus database '" + this.database.file().path()
					+ "' cannot be opened anew: a connection, of another process or of the application, still uses "
					+ "the '-wal' or '-shm' that was deleted, and would write past everybody else; end that process");
		}
	}

}
