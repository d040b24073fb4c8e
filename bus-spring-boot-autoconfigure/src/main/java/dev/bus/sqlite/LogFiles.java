package dev.bus.sqlite;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log and its index. While this process has a connection open they stay
 * the same files, for only the last one of all processes that closes removes them. If
 * they do not, somebody else has removed them, and what is committed from then on is seen
 * by nobody who opens the database later.
 */
final class LogFiles {

	// Who looks at the attributes of the log makes the next commit slower, on Linux by a
	// quarter: its time of change, once seen, has to be written anew.
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final SqliteFile file;

	private final ReentrantLock lock = new ReentrantLock();

	// guarded by the lock
	private int connections;

	// null while no connection keeps the files in place
	private volatile @Nullable List<Object> known;

	private volatile long lookedAt;

	LogFiles(SqliteFile file) {
		this.file = file;
	}

	/**
	 * Told when a connection uses the database, so that it keeps the files in place.
	 */
	void opened() {
		this.lock.lock();
		try {
			this.connections++;
			if (this.connections == 1) {
				this.lookedAt = System.nanoTime();
				this.known = this.file.logIdentity();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Told before such a connection is closed.
	 */
	void closing() {
		this.lock.lock();
		try {
			this.connections--;
			if (this.connections == 0) {
				this.known = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether both files exist.
	 */
	boolean exist() {
		return this.file.hasLog();
	}

	/**
	 * Check that the files are in place. That one was replaced is noticed within 10 ms.
	 * @return {@code false} if one was deleted or replaced
	 */
	boolean areSame() {
		List<Object> expected = this.known;
		long now = System.nanoTime();
		if (expected == null || (now - this.lookedAt < LOOK_NANOS && exist())) {
			return true;
		}
		boolean same = expected.equals(this.file.logIdentity()) && !expected.contains(SqliteFile.MISSING);
		if (same) {
			this.lookedAt = now;
		}
		// a connection that closed meanwhile may have removed them
		return same || this.known != expected;
	}

}
