package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.Subject;
import dev.bus.support.SubjectTree;

/**
 * Brings events to all receivers of a messenger, reading each event once: from memory
 * where this messenger has committed it right after the last one, else from the file.
 */
final class EventRouter implements Dispatcher.Source {

	private static final long MAX_BYTES_IN_MEMORY = 16L * 1024 * 1024;

	private final Dispatcher dispatcher;

	private final UnreadableRows unreadable;

	private final SubjectTree<Cursor, Cursor[]> routes = new SubjectTree<>(Subject.INBOX_PREFIX,
			(cursors) -> cursors.toArray(Cursor[]::new));

	private final Queue<Batch> committed = new ConcurrentLinkedQueue<>();

	private final AtomicLong committedBytes = new AtomicLong();

	// guarded by the lock of the dispatcher
	private final List<Cursor> cursors = new ArrayList<>();

	private volatile boolean active;

	private long position;

	private volatile int generation;

	// written by who commits
	private volatile long lastCommitted;

	// the id after which nothing is taken, once the messenger closes
	private volatile long lastWanted = Long.MAX_VALUE;

	EventRouter(Dispatcher dispatcher, UnreadableRows unreadable, int generation) {
		this.dispatcher = dispatcher;
		this.unreadable = unreadable;
		this.generation = generation;
	}

	void signal() {
		this.dispatcher.signal(this);
	}

	/**
	 * Return whether anybody receives events. If not, a receiver that comes later begins
	 * behind all that is committed by now.
	 */
	boolean isActive() {
		return this.active;
	}

	/**
	 * Begin to bring events to a receiver: all that are committed after this call.
	 */
	Cursor add(EventReceiver receiver) {
		return this.dispatcher.call((connection) -> {
			// active before the snapshot, so that no commit after it is kept from us
			this.active = true;
			long last = EventLog.lastId(connection);
			if (this.cursors.isEmpty()) {
				this.position = last;
			}
			Cursor cursor = new Cursor(this, receiver, last);
			this.cursors.add(cursor);
			this.routes.add(receiver.subject(), cursor);
			return cursor;
		});
	}

	void remove(Cursor cursor) {
		this.dispatcher.lock().lock();
		try {
			this.cursors.remove(cursor);
			this.routes.remove(cursor.receiver().subject(), cursor);
			this.active = !this.cursors.isEmpty();
		}
		finally {
			this.dispatcher.lock().unlock();
		}
	}

	/**
	 * Bring a receiver only what is committed by now.
	 */
	void limit(Cursor cursor) {
		this.dispatcher.call((connection) -> {
			cursor.limit(EventLog.lastId(connection));
			return cursor;
		});
		signal();
	}

	/**
	 * Wait until a limited receiver has been brought everything.
	 */
	boolean awaitComplete(Cursor cursor, long nanos) {
		return this.dispatcher.await(() -> cursor.isComplete(this.position), nanos);
	}

	/**
	 * Bring from now on only what is committed by now, and what this messenger commits.
	 */
	void startClosing() {
		this.dispatcher.call((connection) -> this.lastWanted = EventLog.lastId(connection));
		signal();
	}

	private boolean isClosing() {
		return this.lastWanted != Long.MAX_VALUE;
	}

	/**
	 * Return the id after which no receiver takes anything.
	 */
	long lastWanted() {
		return this.lastWanted;
	}

	/**
	 * Return whether all receivers have been brought everything, while closing.
	 */
	boolean isComplete() {
		this.dispatcher.lock().lock();
		try {
			return this.cursors.isEmpty() || this.lastCommitted <= this.lastWanted
					&& this.cursors.stream().allMatch((cursor) -> cursor.isComplete(this.position));
		}
		finally {
			this.dispatcher.lock().unlock();
		}
	}

	/**
	 * Return the id up to which no receiver needs rows any more, or {@code null} if there
	 * are no receivers.
	 */
	@Nullable Long done() {
		this.dispatcher.lock().lock();
		try {
			return this.cursors.stream().map((cursor) -> cursor.done(this.position)).min(Long::compare).orElse(null);
		}
		finally {
			this.dispatcher.lock().unlock();
		}
	}

	/**
	 * Take what this messenger has committed; called in the order of commits.
	 */
	void committed(Batch batch) {
		if (!batch.hasIds()) {
			// no events, or nobody was there to receive them
			return;
		}
		boolean sameFile = batch.generation() == this.generation;
		boolean idsBeganAnew = sameFile && batch.firstId() <= this.lastCommitted;
		this.lastCommitted = batch.firstId() + batch.events().size() - 1;
		if (!this.active) {
			return;
		}
		if (idsBeganAnew) {
			restart(batch.firstId() - 1);
		}
		else if (sameFile) {
			if (batch.events().size() == 1 && routeAtOnce(batch)) {
				return;
			}
			remember(batch);
		}
		signal();
	}

	/**
	 * Route without a change of threads what is cheap to route.
	 */
	private boolean routeAtOnce(Batch batch) {
		if (!this.dispatcher.lock().tryLock()) {
			return false;
		}
		try {
			if (batch.firstId() != this.position + 1 || isClosing()) {
				return false;
			}
			route(batch.firstId(), batch.events().get(0).message());
			return true;
		}
		finally {
			this.dispatcher.lock().unlock();
		}
	}

	private void remember(Batch batch) {
		if (this.committedBytes.addAndGet(batch.bytes()) > MAX_BYTES_IN_MEMORY) {
			// will be read from the file
			this.committedBytes.addAndGet(-batch.bytes());
			return;
		}
		this.committed.add(batch);
	}

	@Override
	public boolean read(SqliteConnection connection) throws SQLException {
		wantUpTo(this.lastCommitted);
		if (this.cursors.isEmpty()) {
			forget();
			return false;
		}
		routeCommitted();
		List<Event> events = EventLog.read(connection, this.position, this.lastWanted,
				(subject) -> this.routes.route(subject).length > 0, this.unreadable);
		for (Event event : events) {
			route(event.id(), event.message());
		}
		boolean more = !events.isEmpty();
		for (Cursor cursor : this.cursors) {
			if (cursor.mayCatchUp()) {
				more |= cursor.catchUp(connection, this.position, this.unreadable);
			}
		}
		return more;
	}

	@Override
	public void fileReplaced(int generation, long lastId) {
		restart(lastId);
		this.generation = generation;
	}

	/**
	 * Note that the last id is less than one that was seen.
	 */
	void checkRestarted() {
		this.dispatcher.call((connection) -> {
			long last = EventLog.lastId(connection);
			if (!this.cursors.isEmpty() && last < this.position) {
				restart(last);
			}
			return last;
		});
	}

	private void restart(long position) {
		this.dispatcher.lock().lock();
		try {
			forget();
			this.position = position;
			this.cursors.forEach((cursor) -> cursor.reset(position));
		}
		finally {
			this.dispatcher.lock().unlock();
		}
	}

	/**
	 * Take what this messenger has committed, also while closing.
	 */
	private void wantUpTo(long id) {
		this.lastWanted = Math.max(this.lastWanted, id);
	}

	private void routeCommitted() {
		Batch batch = this.committed.peek();
		while (batch != null && batch.firstId() <= this.position + 1) {
			forgetFirst();
			wantUpTo(batch.firstId() + batch.events().size() - 1);
			long id = batch.firstId();
			for (EventInsert event : batch.events()) {
				if (id > this.position) {
					route(id, event.message());
				}
				id++;
			}
			batch = this.committed.peek();
		}
	}

	private void route(long id, @Nullable BusMessage message) {
		if (id > this.position + 1) {
			for (Cursor cursor : this.cursors) {
				cursor.gap(this.position, id);
			}
		}
		if (message != null) {
			for (Cursor cursor : this.routes.route(message.subject())) {
				cursor.offer(id, message);
			}
		}
		this.position = id;
	}

	private void forget() {
		while (!this.committed.isEmpty()) {
			forgetFirst();
		}
	}

	private void forgetFirst() {
		Batch first = this.committed.poll();
		if (first != null) {
			this.committedBytes.addAndGet(-first.bytes());
		}
	}

}
