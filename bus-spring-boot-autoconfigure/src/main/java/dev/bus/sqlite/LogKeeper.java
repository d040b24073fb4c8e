package dev.bus.sqlite;

import java.sql.ResultSet;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps the write-ahead log small: moves it into the file off the path of publishers, and
 * cuts it when nothing is written. Used by the maintenance thread.
 */
final class LogKeeper implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LogKeeper.class);

	private static final long SMALL = 4L * 1024 * 1024;

	private static final long LARGE = 64L * 1024 * 1024;

	private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final SqliteDatabase database;

	private final Link link;

	private long lastSize;

	private long lastVersion;

	private long nextReport = System.nanoTime();

	LogKeeper(SqliteDatabase database) {
		this.database = database;
		this.link = new Link(database, Role.CHECKPOINT);
	}

	void keepSmall() {
		long size = this.database.file().walSize();
		// where there is no room for more, what is there can be written over
		boolean needed = size >= SMALL || this.database.health().isOutOfSpace();
		if (!this.database.isWriteAheadLog() || !needed) {
			return;
		}
		try {
			long version = this.link.call((connection) -> connection.number("PRAGMA data_version"));
			boolean idle = size == this.lastSize && version == this.lastVersion;
			this.lastSize = size;
			this.lastVersion = version;
			boolean done = checkpoint((idle || size > LARGE) ? "TRUNCATE" : "PASSIVE");
			if (!done && size > LARGE) {
				reportLarge(size);
			}
		}
		catch (RuntimeException ex) {
			// the clean-up that makes room must not be kept from it
			if (!ResultCode.isBusy(ex) && !ResultCode.isOutOfSpace(ex)) {
				this.link.drop();
				throw ex;
			}
			logger.debug("The write-ahead log could not be moved into the file", ex);
		}
	}

	private boolean checkpoint(String mode) {
		return this.link.call((connection) -> {
			try (ResultSet result = connection.statement("PRAGMA wal_checkpoint(" + mode + ")").executeQuery()) {
				return result.next() && result.getInt(1) == 0 && result.getInt(2) == result.getInt(3);
			}
		});
	}

	private void reportLarge(long size) {
		if (System.nanoTime() - this.nextReport >= 0) {
			this.nextReport = System.nanoTime() + REPORT_NANOS;
			logger.warn("The write-ahead log of '" + this.database.file().path() + "' has " + size
					+ " bytes and cannot be cut: a process reads in a transaction that does not end");
		}
	}

	@Override
	public void close() {
		this.link.drop();
	}

}
