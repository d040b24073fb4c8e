package dev.bus.benchmark.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.load.Requester;

/**
 * Inserts a request and looks for its reply every 100 ms, first after as long. For one
 * thread.
 */
final class PollingRequester implements Requester {

	static final String SUBJECT = "orders.get";

	static final int INTERVAL_MILLIS = 100;

	private static final int MAX_LOOKS = 300;

	private final Connection connection;

	private final PreparedStatement insert;

	private final PreparedStatement find;

	private final PreparedStatement remove;

	PollingRequester(BenchmarkFile file) throws SQLException {
		this.connection = file.createTables().dataSource().getConnection();
		this.insert = this.connection.prepareStatement("INSERT INTO bus_requests (id, subject, data) VALUES (?, ?, ?)");
		this.find = this.connection.prepareStatement("SELECT data FROM bus_replies WHERE request_id = ?");
		this.remove = this.connection.prepareStatement("DELETE FROM bus_replies WHERE request_id = ?");
	}

	@Override
	public byte[] request(byte[] payload) throws Exception {
		String id = UUID.randomUUID().toString();
		this.insert.setString(1, id);
		this.insert.setString(2, SUBJECT);
		this.insert.setBytes(3, payload);
		this.insert.executeUpdate();
		this.find.setString(1, id);
		for (int i = 0; i < MAX_LOOKS; i++) {
			TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
			byte[] reply = find();
			if (reply != null) {
				this.remove.setString(1, id);
				this.remove.executeUpdate();
				return reply;
			}
		}
		throw new BenchmarkException("No reply after " + MAX_LOOKS + " looks");
	}

	private byte @Nullable [] find() throws SQLException {
		try (ResultSet rows = this.find.executeQuery()) {
			return rows.next() ? rows.getBytes(1) : null;
		}
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
		throw new UnsupportedOperationException("A poller sends one request at a time");
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
