package dev.bus.sqlite;

import java.util.Arrays;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The SQLite library that the driver brings.
 */
final class SqliteLibrary {

	private static final Log logger = LogFactory.getLog(SqliteLibrary.class);

	private static final String SAFE = "3.51.3";

	private SqliteLibrary() {
	}

	/**
	 * Warn of a library that can damage files which several connections write to.
	 * @param version the version, numbers separated by dots
	 */
	static void warnIfUnsafe(String version) {
		if (Arrays.compare(numbers(version), numbers(SAFE)) < 0) {
			logger.warn("The SQLite library of this process has version " + version + ": before " + SAFE
					+ " it can, very rarely, damage a database in write-ahead mode when several connections write;"
					+ " use a newer version of 'org.xerial:sqlite-jdbc'");
		}
	}

	private static int[] numbers(String version) {
		return Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
	}

}
