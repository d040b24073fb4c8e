package dev.bus.benchmark.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The main class of the process that looks for requests every 100 ms and answers them.
 *
 * @since 0.1.0
 */
public final class PollingServer {

	private final Connection connection;

	private final PreparedStatement find;

	private final PreparedStatement claim;

	private final PreparedStatement reply;

	private PollingServer(BenchmarkFile file) throws SQLException {
		this.connection = file.createTables().dataSource().getConnection();
		this.find = this.connection
			.prepareStatement("SELECT id, data FROM bus_requests WHERE subject = ? ORDER BY created_at LIMIT 10");
		this.find.setString(1, PollingRequester.SUBJECT);
		this.claim = this.connection.prepareStatement("DELETE FROM bus_requests WHERE id = ?");
		this.reply = this.connection.prepareStatement("INSERT INTO bus_replies (request_id, data) VALUES (?, ?)");
	}

	/**
	 * Serve until the process that started this one ends.
	 * @param arguments the file
	 * @throws IOException if the standard input cannot be read
	 * @throws SQLException if the file cannot be used
	 */
	public static void main(String[] arguments) throws IOException, SQLException {
		PollingServer server = new PollingServer(new BenchmarkFile(Path.of(arguments[0])));
		ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
		ticker.scheduleAtFixedRate(server::answer, 0, PollingRequester.INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
		RemoteProcess.awaitEnd();
		ticker.shutdownNow();
		server.connection.close();
	}

	private void answer() {
		try {
			for (Map.Entry<String, byte[]> request : requests().entrySet()) {
				this.claim.setString(1, request.getKey());
				if (this.claim.executeUpdate() == 1) {
					this.reply.setString(1, request.getKey());
					this.reply.setBytes(2, request.getValue());
					this.reply.executeUpdate();
				}
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException("Cannot answer", ex);
		}
	}

	private Map<String, byte[]> requests() throws SQLException {
		Map<String, byte[]> requests = new LinkedHashMap<>();
		try (ResultSet rows = this.find.executeQuery()) {
			while (rows.next()) {
				requests.put(rows.getString(1), rows.getBytes(2));
			}
		}
		return requests;
	}

}
