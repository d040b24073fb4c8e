package dev.bus.sqlite;

import org.sqlite.SQLiteErrorCode;

import dev.bus.BusException;
import dev.bus.ConnectionClosedException;
import dev.bus.MessagePublishException;

/**
 * Says why something was not written, and what to do.
 */
final class WriteFailures {

	private WriteFailures() {
	}

	/**
	 * Return what the caller of the bus is told.
	 * @param failure what the writer reported
	 * @return a new exception with the failure as its cause
	 */
	static BusException asException(Throwable failure) {
		if (failure instanceof ConnectionClosedException closed) {
			return new ConnectionClosedException(String.valueOf(closed.getMessage()), closed);
		}
		return new MessagePublishException("Not written to the bus database: " + reason(failure), failure);
	}

	private static String reason(Throwable failure) {
		return switch (SQLiteErrorCode.getErrorCode(ResultCode.primary(failure))) {
			case SQLITE_BUSY, SQLITE_LOCKED ->
				"another process or transaction holds the write lock for longer than 'bus.sqlite.busy-timeout'; "
						+ "end it, or raise the timeout";
			case SQLITE_FULL -> "the disk is full; make room";
			case SQLITE_READONLY, SQLITE_PERM -> "the file cannot be written; make it writable for this user";
			case SQLITE_CORRUPT, SQLITE_NOTADB -> "the file is damaged; restore or delete it while no process uses it";
			case SQLITE_IOERR ->
				"input or output failed, the outcome is unknown if it was during the commit; " + "check the disk";
			default -> String.valueOf(failure.getMessage());
		};
	}

}
