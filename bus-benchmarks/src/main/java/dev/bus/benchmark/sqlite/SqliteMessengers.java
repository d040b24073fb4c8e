package dev.bus.benchmark.sqlite;

import java.time.Duration;

import dev.bus.sqlite.SqliteMessenger;
import dev.bus.sqlite.SqliteMessengerBuilder;

/**
 * The engine under test: as it comes, but for limits that a benchmark would reach.
 */
final class SqliteMessengers {

	private SqliteMessengers() {
	}

	static SqliteMessenger create(BenchmarkFile file) {
		return builder(file).build();
	}

	private static SqliteMessengerBuilder builder(BenchmarkFile file) {
		return SqliteMessenger.builder()
			.path(file.path())
			.maxRows(100_000_000)
			.maxSize(64L * 1024 * 1024 * 1024)
			.retention(Duration.ofDays(1));
	}

}
