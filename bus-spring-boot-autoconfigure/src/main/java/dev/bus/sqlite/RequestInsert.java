package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.bus.BusMessage;

/**
 * A request to be written to the file, unless its requester gives up before.
 */
final class RequestInsert extends WriteOperation {

	private static final String INSERT = """
			INSERT INTO bus_requests (id, subject, data, headers, expires_at) VALUES (?, ?, ?, ?, ?)""";

	private enum State {

		WAITING, BEGUN, WITHDRAWN

	}

	private final String id = UUID.randomUUID().toString();

	private final PendingRequest request;

	private final Requests requests;

	private final long expiresAt;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	RequestInsert(PendingRequest request, Requests requests, SqliteOptions options) {
		super(options.busyTimeoutNanos());
		this.request = request;
		this.requests = requests;
		this.expiresAt = options.clock().millis() + TimeUnit.NANOSECONDS.toMillis(request.nanosLeft()) + 1;
	}

	String id() {
		return this.id;
	}

	PendingRequest request() {
		return this.request;
	}

	/**
	 * Keep the request out of the file.
	 * @return {@code false} if it may be there already
	 */
	boolean withdraw() {
		return this.state.compareAndSet(State.WAITING, State.WITHDRAWN);
	}

	@Override
	void execute(SqliteConnection connection) throws SQLException {
		this.state.compareAndSet(State.WAITING, State.BEGUN);
		if (this.state.get() == State.WITHDRAWN) {
			return;
		}
		BusMessage message = this.request.message();
		PreparedStatement statement = connection.statement(INSERT);
		statement.setString(1, this.id);
		statement.setString(2, message.subject());
		statement.setBytes(3, message.data());
		statement.setString(4, HeaderLines.write(message.headers()));
		statement.setLong(5, this.expiresAt);
		try {
			statement.executeUpdate();
		}
		catch (SQLException ex) {
			this.state.set(State.WAITING);
			throw ex;
		}
	}

	@Override
	int bytes() {
		return this.request.message().size();
	}

	@Override
	void onCommitted() {
		this.requests.sent();
	}

	@Override
	void onFailed(Throwable failure) {
		this.requests.fail(this.request, WriteFailures.asException(failure));
	}

}
