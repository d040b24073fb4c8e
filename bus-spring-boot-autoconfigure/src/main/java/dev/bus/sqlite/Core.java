package dev.bus.sqlite;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.dao.DataAccessException;

import dev.bus.BusErrorHandler;
import dev.bus.StreamSubscriptionException;
import dev.bus.support.Deadlines;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.Workers;

/**
 * The parts of one messenger and how they are joined.
 */
final class Core {

	private static final Log logger = LogFactory.getLog(Core.class);

	private static final int EVENTS_PER_CLEANUP = 8192;

	private static final long BYTES_PER_CLEANUP = 32L * 1024 * 1024;

	private final SqliteDatabase database;

	private final Workers workers;

	private final BusErrorHandler errorHandler;

	private final Deadlines deadlines = new Deadlines("bus-sqlite-deadlines");

	private final Set<MailboxSubscription> live = ConcurrentHashMap.newKeySet();

	private final Set<Cursor> streams = ConcurrentHashMap.newKeySet();

	private final AtomicLong events = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final Completions completions;

	private final UnreadableRows unreadable;

	private final Dispatcher dispatcher;

	private final EventRouter router;

	private final Writer writer;

	private final RequestQueue requestQueue;

	private final ReplyInbox replyInbox;

	private final Waker waker;

	private final Maintenance maintenance;

	private volatile boolean closing;

	Core(SqliteDatabase database, Workers workers, BusErrorHandler errorHandler) {
		this.database = database;
		this.workers = workers;
		this.errorHandler = errorHandler;
		this.completions = new Completions(workers);
		this.unreadable = new UnreadableRows(database.file());
		this.dispatcher = new Dispatcher(database);
		this.router = new EventRouter(this.dispatcher, this.unreadable, database.generation());
		this.writer = new Writer(database, this.router::isActive, this::committed);
		this.requestQueue = new RequestQueue(this.dispatcher, options().clock());
		this.replyInbox = new ReplyInbox(this.dispatcher, this.writer, this.completions, this.unreadable,
				options().busyTimeoutNanos());
		this.dispatcher.start(List.of(this.router, this.replyInbox, this.requestQueue));
		this.waker = new Waker(database, notifications(database), this.dispatcher::signalAll, this::isInterested);
		this.maintenance = new Maintenance(database, this.writer, this.router);
	}

	private static Notifications notifications(SqliteDatabase database) {
		return database.isWriteAheadLog() ? FileNotifications.open(database.file()) : new Polling();
	}

	private boolean isInterested() {
		return !this.streams.isEmpty() || !this.requestQueue.isEmpty() || !this.replyInbox.isEmpty();
	}

	private void committed(Batch batch) {
		this.router.committed(batch);
		if (this.events.addAndGet(batch.events().size()) > EVENTS_PER_CLEANUP
				|| this.bytes.addAndGet(batch.bytes()) > BYTES_PER_CLEANUP) {
			this.events.set(0);
			this.bytes.set(0);
			this.maintenance.cleanUp();
		}
	}

	/**
	 * Begin to bring events to a stream: all that anybody commits after this call.
	 */
	Cursor joinStream(EventReceiver stream) {
		try {
			Cursor cursor = this.router.add(stream);
			this.streams.add(cursor);
			this.waker.wake();
			this.maintenance.renewLease();
			return cursor;
		}
		catch (DataAccessException ex) {
			throw new StreamSubscriptionException("Cannot subscribe to '" + stream.subject() + "': the bus database '"
					+ this.database.file().path() + "' cannot be read", ex);
		}
	}

	/**
	 * Bring a stream only what is committed by now.
	 * @return {@code false} if that cannot be found out
	 */
	boolean limitStream(Cursor cursor) {
		try {
			this.router.limit(cursor);
			return true;
		}
		catch (DataAccessException ex) {
			logger.warn("A stream of '" + cursor.receiver().subject()
					+ "' is drained without the messages in the bus database, which cannot be read", ex);
			return false;
		}
	}

	void leaveStream(Cursor cursor) {
		this.router.remove(cursor);
		this.streams.remove(cursor);
	}

	void joinServer(SqliteServer server) {
		this.requestQueue.add(server);
		this.waker.wake();
	}

	void leaveServer(SqliteServer server) {
		this.requestQueue.remove(server);
	}

	/**
	 * Take in nothing more but what this messenger asks of itself.
	 */
	void startClosing() {
		this.closing = true;
		this.router.startClosing();
	}

	boolean isClosing() {
		return this.closing;
	}

	/**
	 * Return whether all that was published before the closing, and by this messenger
	 * since, is with the streams, and nothing waits to be written.
	 */
	boolean hasTakenIn() {
		return this.writer.waiting() == 0 && this.router.isComplete() && this.live.stream()
			.allMatch((live) -> !(live instanceof GroupMember member) || member.hasClaimedAll());
	}

	void begun(MailboxSubscription subscription) {
		this.live.add(subscription);
	}

	void ended(MailboxSubscription subscription) {
		this.live.remove(subscription);
	}

	/**
	 * Return the subscriptions that have not ended.
	 */
	Set<MailboxSubscription> live() {
		return this.live;
	}

	SqliteDatabase database() {
		return this.database;
	}

	SqliteOptions options() {
		return this.database.options();
	}

	Workers workers() {
		return this.workers;
	}

	BusErrorHandler errorHandler() {
		return this.errorHandler;
	}

	Deadlines deadlines() {
		return this.deadlines;
	}

	Completions completions() {
		return this.completions;
	}

	UnreadableRows unreadable() {
		return this.unreadable;
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	EventRouter router() {
		return this.router;
	}

	Writer writer() {
		return this.writer;
	}

	RequestQueue requestQueue() {
		return this.requestQueue;
	}

	ReplyInbox replyInbox() {
		return this.replyInbox;
	}

	Waker waker() {
		return this.waker;
	}

	Maintenance maintenance() {
		return this.maintenance;
	}

}
