package dev.bus.sqlite;

import java.sql.SQLException;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;

/**
 * Translates by SQLite's result code: the driver sets no SQL state.
 */
final class SqliteExceptionTranslator implements SQLExceptionTranslator {

	@Override
	public DataAccessException translate(String task, @Nullable String sql, SQLException ex) {
		String text = task + ": " + ex.getMessage();
		return switch (SQLiteErrorCode.getErrorCode(ResultCode.primary(ex))) {
			case SQLITE_BUSY, SQLITE_LOCKED -> new CannotAcquireLockException(text, ex);
			case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH -> new PermissionDeniedDataAccessException(text, ex);
			case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG -> new DataIntegrityViolationException(text, ex);
			case SQLITE_FULL, SQLITE_NOMEM, SQLITE_INTERRUPT -> new TransientDataAccessResourceException(text, ex);
			case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> new NonTransientDataAccessResourceException(text, ex);
			case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_NOLFS, SQLITE_PROTOCOL ->
				new DataAccessResourceFailureException(text, ex);
			case SQLITE_ERROR, SQLITE_SCHEMA -> new BadSqlGrammarException(task, (sql != null) ? sql : "", ex);
			default -> new UncategorizedSQLException(task, sql, ex);
		};
	}

}
