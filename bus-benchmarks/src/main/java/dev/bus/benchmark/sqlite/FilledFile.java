package dev.bus.benchmark.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Fills a file with events that nobody has asked for.
 */
final class FilledFile {

	private static final int ROWS_PER_SUBJECT = 1000;

	private static final int ROWS_PER_STATEMENT = 100_000;

	// in the order of the index on subjects, which is made much faster so
	private static final String INSERT = """
			WITH RECURSIVE numbers (n) AS (SELECT %1$d UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %2$d)
			INSERT INTO bus_events (subject, data)
				SELECT printf('devices.%%05d.state', n / %3$d), zeroblob(64) FROM numbers""";

	private FilledFile() {
	}

	static void fill(BenchmarkFile file, int rows) throws SQLException {
		List<String> statements = new ArrayList<>();
		statements.add("PRAGMA synchronous=OFF");
		for (int first = 0; first < rows; first += ROWS_PER_STATEMENT) {
			int end = Math.min(rows, first + ROWS_PER_STATEMENT);
			if (end == rows) {
				// what was written is on the disk before anything is measured
				statements.add("PRAGMA synchronous=FULL");
			}
			statements.add(String.format(Locale.ROOT, INSERT, first, end, ROWS_PER_SUBJECT));
		}
		statements.add("PRAGMA wal_checkpoint(TRUNCATE)");
		file.execute(statements);
	}

}
