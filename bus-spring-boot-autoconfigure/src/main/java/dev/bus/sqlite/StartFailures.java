package dev.bus.sqlite;

import java.nio.file.Path;

import org.springframework.dao.DataAccessException;
import org.sqlite.SQLiteErrorCode;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * Says why a database file could not be opened, and what to do.
 */
final class StartFailures {

	private StartFailures() {
	}

	static SqliteDatabaseException explain(Path path, DataAccessException failure) {
		Reason reason = reason(failure);
		return new SqliteDatabaseException(reason, path,
				"Cannot open the bus database '" + path + "': " + remedy(reason, failure), failure);
	}

	private static Reason reason(DataAccessException failure) {
		if (failure.contains(UnsatisfiedLinkError.class) || failure.contains(NoClassDefFoundError.class)) {
			return Reason.NATIVE_LIBRARY;
		}
		return switch (SQLiteErrorCode.getErrorCode(ResultCode.primary(failure))) {
			case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> Reason.LOCKED;
			case SQLITE_READONLY, SQLITE_PERM -> Reason.READ_ONLY;
			case SQLITE_NOTADB -> Reason.NOT_A_DATABASE;
			case SQLITE_CORRUPT, SQLITE_FORMAT -> Reason.CORRUPT;
			case SQLITE_FULL -> Reason.FULL;
			case SQLITE_CANTOPEN -> Reason.CANNOT_OPEN;
			default -> Reason.OTHER;
		};
	}

	private static String remedy(Reason reason, DataAccessException failure) {
		return switch (reason) {
			case LOCKED -> "another process holds its lock for longer than 'bus.sqlite.busy-timeout'; "
					+ "find the process and end its transaction";
			case READ_ONLY -> "it cannot be written; make the file and its directory writable for this user";
			case NOT_A_DATABASE -> "it is not a SQLite database; name another file with 'bus.sqlite.path'";
			case CORRUPT -> "it is damaged; restore or delete it together with its '-wal' and '-shm' files "
					+ "while no process uses it";
			case FULL -> "the disk is full; make room";
			case CANNOT_OPEN -> "check that its directory exists and that this user may write there";
			case NATIVE_LIBRARY -> "the native library of SQLite could not be loaded; set the system property "
					+ "'org.sqlite.tmpdir' to a directory from which programs may be executed";
			default -> String.valueOf(failure.getMessage());
		};
	}

}
