package dev.bus.sqlite;

import java.nio.file.Path;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.bus.sqlite.SqliteDatabaseException.Reason;

/**
 * Finds the file behind a data source of the application.
 */
final class ApplicationFile {

	private static final String FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'";

	private ApplicationFile() {
	}

	static SqliteFile of(DataSource dataSource) {
		try {
			return find(new JdbcTemplate(dataSource));
		}
		catch (DataAccessException ex) {
			throw failure("it gives no connection", "Check its URL, and that its database is there", ex);
		}
	}

	private static SqliteFile find(JdbcTemplate jdbc) {
		String product = jdbc
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
		if (!"SQLite".equals(product)) {
			throw failure("it is of " + product,
					"Choose a data source of SQLite, or let the bus have a file of its" + " own with 'bus.sqlite.path'",
					null);
		}
		String file = jdbc.queryForObject(FILE, String.class);
		if (file == null || file.isEmpty()) {
			throw failure("its database is in memory, where no other process sees it",
					"Choose a data source of a file, or set 'bus.backend' to 'in-memory'", null);
		}
		return new SqliteFile(Path.of(file));
	}

	private static SqliteDatabaseException failure(String problem, String action, @Nullable Throwable cause) {
		return new SqliteDatabaseException(Reason.DATA_SOURCE,
				"The data source of the application cannot carry the bus: " + problem, action, cause);
	}

}
