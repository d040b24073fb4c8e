package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.support.ErrorReply;

/**
 * Reads the replies to the requests of this messenger that wait, all in one query.
 */
final class ReplyInbox implements Dispatcher.Source {

	private static final int UNREADABLE = 502;

	private static final String READ = """
			SELECT reply.request_id, reply.data, reply.headers
			FROM json_each(?) request CROSS JOIN bus_replies reply ON reply.request_id = request.value""";

	private final Dispatcher dispatcher;

	private final Writer writer;

	private final Completions completions;

	private final UnreadableRows unreadable;

	private final long busyTimeoutNanos;

	private final Map<String, RequestInsert> waiting = new ConcurrentHashMap<>();

	ReplyInbox(Dispatcher dispatcher, Writer writer, Completions completions, UnreadableRows unreadable,
			long busyTimeoutNanos) {
		this.dispatcher = dispatcher;
		this.writer = writer;
		this.completions = completions;
		this.unreadable = unreadable;
		this.busyTimeoutNanos = busyTimeoutNanos;
	}

	void signal() {
		if (!this.waiting.isEmpty()) {
			this.dispatcher.signal(this);
		}
	}

	/**
	 * Expect the reply to a request.
	 */
	void add(RequestInsert request) {
		this.waiting.put(request.id(), request);
	}

	/**
	 * Expect no reply any more.
	 * @return {@code false} if it has been read, or nothing was expected
	 */
	boolean remove(RequestInsert request) {
		return this.waiting.remove(request.id()) != null;
	}

	/**
	 * Return the ids of the requests that wait, as a JSON array.
	 */
	String waiting() {
		return json(this.waiting.keySet());
	}

	boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	@Override
	public boolean read(SqliteConnection connection) throws SQLException {
		if (this.waiting.isEmpty()) {
			return false;
		}
		List<String> read = new ArrayList<>();
		PreparedStatement statement = connection.statement(READ);
		statement.setString(1, json(this.waiting.keySet()));
		try (ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				String id = rows.getString(1);
				RequestInsert insert = this.waiting.remove(id);
				if (insert != null) {
					read.add(id);
					PendingRequest request = insert.request();
					complete(request, message(request.message(), rows.getBytes(2), rows.getString(3)));
				}
			}
		}
		if (!read.isEmpty()) {
			this.writer.submit(new ReplyDelete(json(read), this.busyTimeoutNanos));
		}
		return false;
	}

	private BusMessage message(BusMessage request, byte @Nullable [] data, @Nullable String headers) {
		BusMessage reply = this.unreadable.read(request.subject(), data, headers);
		return (reply != null) ? reply
				: ErrorReply.of(BusMessage.received(request.subject(), new byte[0], BusHeaders.empty()), UNREADABLE,
						"The reply has unreadable headers");
	}

	private void complete(PendingRequest request, BusMessage reply) {
		if (request.isAsync()) {
			this.completions.run(() -> request.complete(reply));
		}
		else {
			request.complete(reply);
		}
	}

	private static String json(Collection<String> ids) {
		// ids are of our own making and need no escapes
		return ids.stream().map((id) -> '"' + id + '"').collect(Collectors.joining(",", "[", "]"));
	}

}
