package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.bus.BusMessage;

/**
 * The statements of the event log.
 */
final class EventLog {

	/**
	 * How many events are read at once.
	 */
	static final int BATCH = 256;

	private static final int BATCH_BYTES = 8 * 1024 * 1024;

	private static final int[] ROWS = { 64, 8, 1 };

	private static final String[] INSERTS = { insert(64), insert(8), insert(1) };

	private static final String READ = """
			SELECT id, subject, data, headers FROM bus_events
			WHERE id > ? AND id <= ? ORDER BY id LIMIT\s""" + BATCH;

	private static final String LAST_ID = "SELECT COALESCE((SELECT seq FROM sqlite_sequence WHERE name = 'bus_events'), 0)";

	private EventLog() {
	}

	private static String insert(int rows) {
		return "INSERT INTO bus_events (subject, data, headers) VALUES (?, ?, ?)" + ", (?, ?, ?)".repeat(rows - 1);
	}

	/**
	 * Write events, which get consecutive ids.
	 */
	static void insert(SqliteConnection connection, List<EventInsert> events) throws SQLException {
		int next = 0;
		for (int i = 0; i < ROWS.length; i++) {
			while (events.size() - next >= ROWS[i]) {
				PreparedStatement statement = connection.statement(INSERTS[i]);
				int parameter = 0;
				for (EventInsert event : events.subList(next, next + ROWS[i])) {
					BusMessage message = event.message();
					statement.setString(++parameter, message.subject());
					statement.setBytes(++parameter, message.data());
					statement.setString(++parameter, HeaderLines.write(message.headers()));
				}
				statement.executeUpdate();
				next += ROWS[i];
			}
		}
	}

	/**
	 * Return the id of the event that was published last, also when it is gone.
	 */
	static long lastId(SqliteConnection connection) throws SQLException {
		return connection.number(LAST_ID);
	}

	/**
	 * Read the events that follow, at most {@value #BATCH} or 8 MB of them.
	 * @param connection the connection
	 * @param after the id before the first one
	 * @param last the greatest id
	 * @param wanted whether anybody wants the messages of a subject
	 * @param unreadable told of rows that hold no message
	 * @return the events in order, without message where it is not wanted
	 */
	static List<Event> read(SqliteConnection connection, long after, long last, Predicate<String> wanted,
			UnreadableRows unreadable) throws SQLException {
		PreparedStatement statement = connection.statement(READ);
		statement.setLong(1, after);
		statement.setLong(2, last);
		List<Event> events = new ArrayList<>();
		int bytes = 0;
		// read to its end or closed before anybody is told: an open cursor pins the log
		try (ResultSet rows = statement.executeQuery()) {
			while (bytes < BATCH_BYTES && rows.next()) {
				long id = rows.getLong(1);
				String subject = rows.getString(2);
				BusMessage message = null;
				if (wanted.test(subject)) {
					byte[] data = rows.getBytes(3);
					message = unreadable.read(subject, data, rows.getString(4));
					bytes += data.length;
				}
				events.add(new Event(id, message));
			}
		}
		return events;
	}

}
