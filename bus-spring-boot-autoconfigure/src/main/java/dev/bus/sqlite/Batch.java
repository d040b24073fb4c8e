package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What is written in one commit: events in their order, then the rest in its order.
 */
final class Batch {

	private static final int OVERHEAD = 256;

	private final List<EventInsert> events = new ArrayList<>();

	private final List<WriteOperation> others = new ArrayList<>();

	private boolean durable;

	private long bytes;

	private int generation;

	private long firstId;

	private @Nullable WriteOperation current;

	void add(WriteOperation operation) {
		if (operation instanceof EventInsert event) {
			this.events.add(event);
			this.bytes += event.bytes() + OVERHEAD;
		}
		else {
			this.others.add(operation);
		}
		this.durable |= operation.isDurable();
	}

	boolean isEmpty() {
		return this.events.isEmpty() && this.others.isEmpty();
	}

	int size() {
		return this.events.size() + this.others.size();
	}

	boolean isDurable() {
		return this.durable;
	}

	List<EventInsert> events() {
		return this.events;
	}

	List<WriteOperation> operations() {
		List<WriteOperation> all = new ArrayList<>(this.events);
		all.addAll(this.others);
		return all;
	}

	/**
	 * Return whether the ids of the events are known.
	 */
	boolean hasIds() {
		return this.firstId > 0;
	}

	/**
	 * Return the id of the first event, those of the others follow.
	 */
	long firstId() {
		return this.firstId;
	}

	/**
	 * Return about how much memory the events take.
	 */
	long bytes() {
		return this.bytes;
	}

	/**
	 * Return the number of the file that this was committed to.
	 */
	int generation() {
		return this.generation;
	}

	void generation(int generation) {
		this.generation = generation;
	}

	/**
	 * Take out the operations that have waited for the lock long enough.
	 */
	List<WriteOperation> removeExpired() {
		List<WriteOperation> expired = operations().stream().filter(WriteOperation::isExpired).toList();
		this.events.removeIf(expired::contains);
		this.others.removeIf(expired::contains);
		return expired;
	}

	/**
	 * Take out the operation whose statement failed, all events if it was theirs.
	 * @return what was taken out, empty if the failure was of the transaction
	 */
	List<WriteOperation> removeFailed() {
		List<WriteOperation> failed = new ArrayList<>();
		WriteOperation culprit = this.current;
		if (culprit instanceof EventInsert) {
			failed.addAll(this.events);
			this.events.clear();
		}
		else if (culprit != null && this.others.remove(culprit)) {
			failed.add(culprit);
		}
		return failed;
	}

	/**
	 * Write and commit. Nothing is left of a batch that fails.
	 * @param connection the connection
	 * @param idWanted whether the id of an event that is written alone will be needed,
	 * asked after its commit; to find it out takes a notable share of that
	 */
	void commit(SqliteConnection connection, BooleanSupplier idWanted) throws SQLException {
		this.current = null;
		this.firstId = 0;
		if (isSingleStatement()) {
			write(connection, idWanted);
		}
		else {
			connection.transaction(() -> write(connection, () -> true));
		}
	}

	private boolean isSingleStatement() {
		return size() == 1 && (!this.events.isEmpty() || this.others.get(0).isSingleStatement());
	}

	private void write(SqliteConnection connection, BooleanSupplier idsWanted) throws SQLException {
		if (!this.events.isEmpty()) {
			this.current = this.events.get(0);
			EventLog.insert(connection, this.events);
			if (idsWanted.getAsBoolean()) {
				// before the others insert rows of their own
				this.firstId = connection.number("SELECT last_insert_rowid()") - this.events.size() + 1;
			}
		}
		for (WriteOperation operation : this.others) {
			this.current = operation;
			operation.execute(connection);
		}
		this.current = null;
	}

}
