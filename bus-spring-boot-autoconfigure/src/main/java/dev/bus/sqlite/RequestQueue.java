package dev.bus.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.bus.Subject;
import dev.bus.support.SubjectTree;

/**
 * Looks for requests that wait in the file, subject by subject, and has servers of this
 * messenger claim them.
 */
final class RequestQueue implements Dispatcher.Source {

	private static final long DRAIN_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	// looks before it claims: who finds nothing must not take the write lock
	private static final String NEXT_SUBJECT = """
			SELECT subject FROM bus_requests
			WHERE subject > ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY subject LIMIT 1""";

	private static final String LAST_ROW = "SELECT COALESCE(MAX(rowid), 0) FROM bus_requests";

	private static final String SUBJECTS_UP_TO = "SELECT DISTINCT subject FROM bus_requests WHERE rowid <= ? AND (expires_at IS NULL OR expires_at > ?)";

	private final Dispatcher dispatcher;

	private final InstantSource clock;

	private final SubjectTree<SqliteServer, SqliteServer[]> routes = new SubjectTree<>(Subject.INBOX_PREFIX,
			(servers) -> servers.toArray(SqliteServer[]::new));

	private final List<SqliteServer> servers = new CopyOnWriteArrayList<>();

	private final AtomicInteger turn = new AtomicInteger();

	RequestQueue(Dispatcher dispatcher, InstantSource clock) {
		this.dispatcher = dispatcher;
		this.clock = clock;
	}

	void signal() {
		if (!this.servers.isEmpty()) {
			this.dispatcher.signal(this);
		}
	}

	boolean isEmpty() {
		return this.servers.isEmpty();
	}

	void add(SqliteServer server) {
		this.servers.add(server);
		this.routes.add(server.subject(), server);
		signal();
	}

	void remove(SqliteServer server) {
		this.servers.remove(server);
		this.routes.remove(server.subject(), server);
	}

	/**
	 * Hand a request of this messenger to one of its servers that has a free worker.
	 * @return {@code false} if the request has to go through the file
	 */
	boolean takeLocal(PendingRequest request) {
		SqliteServer[] servers = this.routes.route(request.message().subject());
		if (servers.length == 0) {
			return false;
		}
		int first = (servers.length == 1) ? 0 : Math.floorMod(this.turn.getAndIncrement(), servers.length);
		for (int i = 0; i < servers.length; i++) {
			if (servers[(first + i) % servers.length].takeLocal(request)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether a server of this messenger has claimed a request.
	 */
	boolean isAnswering(String id) {
		return this.servers.stream().anyMatch((server) -> server.isAnswering(id));
	}

	@Override
	public boolean read(SqliteConnection connection) throws SQLException {
		long now = this.clock.millis();
		@Nullable String subject = "";
		while (mayClaim()) {
			subject = nextSubject(connection, subject, now);
			if (subject == null) {
				return false;
			}
			SqliteServer[] matching = this.routes.route(subject);
			if (matching.length > 0) {
				claim(subject, matching);
			}
		}
		return false;
	}

	private boolean mayClaim() {
		boolean may = false;
		for (SqliteServer server : this.servers) {
			may |= server.mayClaim();
		}
		return may;
	}

	private @Nullable String nextSubject(SqliteConnection connection, String last, long now) throws SQLException {
		PreparedStatement statement = connection.statement(NEXT_SUBJECT);
		statement.setString(1, last);
		statement.setLong(2, now);
		try (ResultSet rows = statement.executeQuery()) {
			return rows.next() ? rows.getString(1) : null;
		}
	}

	/**
	 * Have one server claim; if it gets as many as it asked for, the queue is read again.
	 */
	private void claim(String subject, SqliteServer[] servers) {
		int first = Math.floorMod(this.turn.getAndIncrement(), servers.length);
		for (int i = 0; i < servers.length; i++) {
			if (servers[(first + i) % servers.length].claim(subject)) {
				return;
			}
		}
	}

	/**
	 * Return a mark that all requests written by now do not exceed.
	 */
	long lastRow() {
		return this.dispatcher.call((connection) -> connection.number(LAST_ROW));
	}

	/**
	 * Wait until no request waits that a draining server is to take. It takes none after
	 * that.
	 */
	boolean awaitNone(SqliteServer server, long nanos) {
		long deadline = System.nanoTime() + nanos;
		long left = nanos;
		boolean none = false;
		while (!none && left > 0) {
			// requests also end without anything to read: withdrawn, expired, or taken by
			// another server of this messenger
			none = this.dispatcher.await(() -> isDrained(server), Math.min(left, DRAIN_LOOK_NANOS));
			left = deadline - System.nanoTime();
		}
		return none;
	}

	private boolean isDrained(SqliteServer server) {
		// claims begin with the lock held, so that none begins after this look
		if (!server.isDrained() && !server.isClaiming() && hasNone(server)) {
			server.drained();
		}
		return server.isDrained();
	}

	private boolean hasNone(SqliteServer server) {
		return this.dispatcher.call((connection) -> {
			PreparedStatement statement = connection.statement(SUBJECTS_UP_TO);
			statement.setLong(1, server.lastRow());
			statement.setLong(2, this.clock.millis());
			List<String> subjects = new ArrayList<>();
			try (ResultSet rows = statement.executeQuery()) {
				while (rows.next()) {
					subjects.add(rows.getString(1));
				}
			}
			return subjects.stream().noneMatch((subject) -> Subject.matches(server.subject(), subject));
		});
	}

}
