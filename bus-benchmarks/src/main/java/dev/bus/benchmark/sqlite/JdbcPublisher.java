package dev.bus.benchmark.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import dev.bus.benchmark.load.Publisher;

/**
 * Inserts a row with a prepared statement, in a transaction of its own. For one thread.
 */
final class JdbcPublisher implements Publisher {

	static final String INSERT = "INSERT INTO bus_events (subject, data) VALUES (?, ?)";

	static final String SUBJECT = "orders.created";

	private final Connection connection;

	private final PreparedStatement insert;

	JdbcPublisher(BenchmarkFile file) throws SQLException {
		this.connection = file.createTables().dataSource().getConnection();
		this.insert = this.connection.prepareStatement(INSERT);
	}

	@Override
	public void publish(byte[] payload) throws SQLException {
		this.insert.setString(1, SUBJECT);
		this.insert.setBytes(2, payload);
		this.insert.executeUpdate();
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
