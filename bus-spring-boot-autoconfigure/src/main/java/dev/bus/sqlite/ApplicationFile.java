package dev.bus.sqlite;

import java.nio.file.Path;

import javax.sql.DataSource;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the file behind a data source of the application.
 */
final class ApplicationFile {

	private static final String FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'";

	private ApplicationFile() {
	}

	static SqliteFile of(DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		String product = jdbc
			.execute((ConnectionCallback<String>) (connection) -> connection.getMetaData().getDatabaseProductName());
		if (!"SQLite".equals(product)) {
			throw new IllegalArgumentException("The data source is of " + product
					+ ": only one of SQLite can carry the bus, otherwise set 'bus.sqlite.path'");
		}
		String file = jdbc.queryForObject(FILE, String.class);
		if (file == null || file.isEmpty()) {
			throw new IllegalArgumentException(
					"The data source is in memory: other processes cannot see it; use a file or the in-memory engine");
		}
		return new SqliteFile(Path.of(file));
	}

}
