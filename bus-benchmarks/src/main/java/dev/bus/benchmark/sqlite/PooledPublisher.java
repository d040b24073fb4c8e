package dev.bus.benchmark.sqlite;

import java.sql.SQLException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.bus.benchmark.load.Publisher;

/**
 * Inserts a row with {@code JdbcTemplate} over a pool of 8 connections, in a transaction
 * of its own.
 */
final class PooledPublisher implements Publisher {

	private static final int CONNECTIONS = 8;

	private final HikariDataSource pool;

	private final JdbcTemplate template;

	PooledPublisher(BenchmarkFile file) throws SQLException {
		HikariConfig config = new HikariConfig();
		config.setDataSource(file.createTables().dataSource());
		config.setMaximumPoolSize(CONNECTIONS);
		this.pool = new HikariDataSource(config);
		this.template = new JdbcTemplate(this.pool);
	}

	@Override
	public void publish(byte[] payload) {
		this.template.update(JdbcPublisher.INSERT, JdbcPublisher.SUBJECT, payload);
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
