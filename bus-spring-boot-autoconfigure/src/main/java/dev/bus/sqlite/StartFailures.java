package dev.bus.sqlite;

import java.nio.file.Path;

import org.springframework.dao.DataAccessException;
import org.sqlite.NativeLibraryNotFoundException;
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
		return new SqliteDatabaseException(reason,
				"Cannot open the bus database '" + path + "': " + problem(reason, failure), action(reason), failure);
	}

	private static Reason reason(DataAccessException failure) {
		if (failure.contains(NativeLibraryNotFoundException.class) || failure.contains(LinkageError.class)) {
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

	private static String problem(Reason reason, DataAccessException failure) {
		return switch (reason) {
			case LOCKED -> "another process holds its lock";
			case READ_ONLY -> "it cannot be written";
			case NOT_A_DATABASE -> "it is not a SQLite database";
			case CORRUPT -> "it is damaged";
			case FULL -> "the disk is full";
			case CANNOT_OPEN -> "the file or one beside it cannot be opened or created";
			case NATIVE_LIBRARY -> "the native library of SQLite could not be loaded";
			default -> String.valueOf(failure.getMessage());
		};
	}

	private static String action(Reason reason) {
		return switch (reason) {
			case LOCKED -> "Find the process and end its transaction, or wait longer with 'bus.sqlite.busy-timeout'";
			case READ_ONLY ->
				"Make the file, the files '-wal' and '-shm' beside it and their directory writable for" + " this user";
			case NOT_A_DATABASE -> "Name another file with 'bus.sqlite.path'";
			case CORRUPT -> "Restore or delete it, together with the files '-wal' and '-shm' beside it, while no"
					+ " process uses it";
			case FULL -> "Make room on the disk";
			case CANNOT_OPEN ->
				"Make its directory writable for this user, or name another file with" + " 'bus.sqlite.path'";
			case NATIVE_LIBRARY -> "Set the system property 'org.sqlite.tmpdir' to a directory that this user may"
					+ " write and from which programs may be executed";
			default -> "See the cause for what SQLite reported";
		};
	}

}
