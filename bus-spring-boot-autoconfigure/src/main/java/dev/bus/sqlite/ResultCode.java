package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Reads what SQLite reported out of an exception.
 */
final class ResultCode {

	private static final int PRIMARY = 0xFF;

	private ResultCode() {
	}

	/**
	 * Return the extended result code of a failure.
	 * @param failure what was thrown
	 * @return the code, 0 if SQLite reported none
	 */
	static int extended(@Nullable Throwable failure) {
		Throwable current = failure;
		while (current != null) {
			if (current instanceof SQLiteException ex) {
				return ex.getResultCode().code;
			}
			current = current.getCause();
		}
		return 0;
	}

	/**
	 * Return the primary result code of a failure.
	 * @param failure what was thrown
	 * @return the code, 0 if SQLite reported none
	 */
	static int primary(@Nullable Throwable failure) {
		int code = extended(failure);
		return (code > 0) ? code & PRIMARY : 0;
	}

	/**
	 * Return whether nothing was done because another connection holds a lock.
	 * @param failure what was thrown
	 * @return {@code true} if it can be tried again
	 */
	static boolean isBusy(@Nullable Throwable failure) {
		int code = primary(failure);
		return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
	}

	/**
	 * Return whether the disk is full.
	 * @param failure what was thrown
	 * @return {@code true} if reading works still
	 */
	static boolean isFull(@Nullable Throwable failure) {
		return primary(failure) == SQLiteErrorCode.SQLITE_FULL.code;
	}

	/**
	 * Return whether a file could not be made larger, or nothing can be written at all.
	 * @param failure what was thrown
	 * @return {@code true} if what does not make a file larger may still work
	 */
	static boolean isOutOfSpace(@Nullable Throwable failure) {
		// a quota or a limit of the process is reported as the latter
		return isFull(failure) || extended(failure) == SQLiteErrorCode.SQLITE_IOERR_WRITE.code;
	}

	/**
	 * Return whether the file is damaged.
	 * @param failure what was thrown
	 * @return {@code true} if it has to be replaced
	 */
	static boolean isDamage(@Nullable Throwable failure) {
		int code = primary(failure);
		return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
	}

	/**
	 * Return whether the failure concerns one statement and neither the connection nor
	 * the file.
	 * @param failure what was thrown
	 * @return {@code true} if other statements can be expected to work
	 */
	static boolean isOfStatement(Throwable failure) {
		int code = primary(failure);
		return code == SQLiteErrorCode.SQLITE_CONSTRAINT.code || code == SQLiteErrorCode.SQLITE_TOOBIG.code
				|| code == SQLiteErrorCode.SQLITE_MISMATCH.code || code == SQLiteErrorCode.SQLITE_ERROR.code;
	}

}
