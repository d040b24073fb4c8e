package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.RequestHandler;
import dev.bus.ServeOptions;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.Subject;
import dev.bus.Subscription;
import dev.bus.support.Arguments;
import dev.bus.support.ByteBudget;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.ServeSubscription;

/**
 * The messenger between processes of one machine: messages travel through a SQLite file
 * that all of them open.
 * <p>
 * An event is committed when {@link #publish} returns, and kept until everybody who is
 * subscribed has read it or the limits of the file are reached. A request is taken out of
 * the file by exactly one server; one that nobody serves waits for a server until its
 * deadline. What is published to a subject that is only served, and what is requested
 * from a subject that only has streams, reaches nobody. Within a transaction of the
 * application on the same {@link javax.sql.DataSource} an event is delivered if and when
 * the transaction commits.
 * <p>
 * No other code of this process may open and close the file, its {@code -wal} or its
 * {@code -shm}, except through SQLite: closing one drops the locks of the process.
 *
 * @since 0.1.0
 */
public final class SqliteMessenger implements Messenger {

	private enum State {

		OPEN, CLOSING, CLOSED

	}

	private final Core core;

	private final Requests requests;

	private final @Nullable Transactions transactions;

	private final ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT_LIMIT);

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	SqliteMessenger(Core core, @Nullable Transactions transactions) {
		this.core = core;
		this.requests = new Requests(core);
		this.transactions = transactions;
	}

	/**
	 * Return a builder of messengers.
	 * @return the builder
	 */
	public static SqliteMessengerBuilder builder() {
		return new SqliteMessengerBuilder();
	}

	@Override
	public void publish(BusMessage message) {
		BusMessage sendable = Arguments.sendable(message, this.core.options().maxPayload());
		admitCall();
		if (this.transactions != null && this.transactions.isWriting()) {
			this.transactions.publish(sendable);
			return;
		}
		this.core.writer().write(new EventInsert(sendable, this.core.options().busyTimeoutNanos()));
	}

	@Override
	public CompletableFuture<Void> publishAsync(BusMessage message) {
		Arguments.notNull(message, "Message").requireSendable();
		try {
			Arguments.sendable(message, this.core.options().maxPayload());
			admitCall();
			if (this.transactions != null && this.transactions.isWriting()) {
				return this.transactions.publish(message);
			}
			BusException refused = this.budget.take(message.size());
			if (refused != null) {
				return CompletableFuture.failedFuture(refused);
			}
			FutureEventInsert event = new FutureEventInsert(message, this.core.options().busyTimeoutNanos(),
					this.core.completions(), this.budget);
			this.core.writer().submit(event);
			return event.future();
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Subscription stream(String subject, StreamOptions options, StreamListener listener) {
		Subject.requirePattern(subject);
		Arguments.notNull(options, "Options");
		Arguments.notNull(listener, "Listener");
		admitSubscription();
		String group = options.group();
		if (group != null) {
			GroupMember member = new GroupMember(subject, group, options, listener, this.core);
			member.join();
			return joined(member);
		}
		SqliteStream stream = new SqliteStream(subject, options, listener, this.core);
		stream.join();
		return joined(stream);
	}

	@Override
	public Subscription serve(String subject, ServeOptions options, RequestHandler handler) {
		return serveAsync(subject, options, ServeSubscription.async(Arguments.notNull(handler, "Handler")));
	}

	@Override
	public Subscription serveAsync(String subject, ServeOptions options, AsyncRequestHandler handler) {
		Subject.requirePattern(subject);
		SqliteServer server = new SqliteServer(subject, Arguments.notNull(options, "Options"),
				Arguments.notNull(handler, "Handler"), this.core);
		admitSubscription();
		server.join();
		return joined(server);
	}

	private Subscription joined(MailboxSubscription subscription) {
		if (this.state.get() != State.OPEN) {
			subscription.unsubscribe();
			throw closedException();
		}
		return subscription;
	}

	@Override
	public BusMessage request(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		BusMessage sendable = Arguments.sendable(message, this.core.options().maxPayload());
		admitCall();
		requireNoTransaction(sendable);
		return this.requests.send(sendable, nanos);
	}

	@Override
	public CompletableFuture<BusMessage> requestAsync(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		Arguments.notNull(message, "Message").requireSendable();
		try {
			Arguments.sendable(message, this.core.options().maxPayload());
			admitCall();
			requireNoTransaction(message);
			return this.requests.sendAsync(message, nanos);
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void requireNoTransaction(BusMessage message) {
		if (this.transactions != null && this.transactions.isWriting()) {
			throw new IllegalStateException("Request to '" + message.subject() + "' within a transaction on the bus "
					+ "database: nobody could answer it before the transaction ends, since it may hold the write lock; "
					+ "send it before or after the transaction");
		}
	}

	@Override
	public Duration requestTimeout() {
		return this.core.options().requestTimeout();
	}

	@Override
	public MessengerStatus status() {
		if (this.state.get() != State.OPEN) {
			return MessengerStatus.CLOSED;
		}
		return this.core.database().health().isFailing() ? MessengerStatus.DISCONNECTED : MessengerStatus.CONNECTED;
	}

	/**
	 * Return the database file.
	 * @return the absolute path
	 */
	public Path path() {
		return this.core.database().file().path();
	}

	/**
	 * Return the size of the write-ahead log, which grows while a process reads in a
	 * transaction that does not end.
	 * @return the size in bytes
	 */
	public long walSize() {
		return this.core.database().file().walSize();
	}

	@Override
	public void close() {
		if (!this.state.compareAndSet(State.OPEN, State.CLOSING)) {
			return;
		}
		this.requests.wake();
		Shutdown shutdown = new Shutdown(this.core, this.requests, () -> this.state.set(State.CLOSED));
		if (this.core.workers().isWorker()) {
			// the call that closes is itself waited for
			new Thread(shutdown, "bus-sqlite-close").start();
		}
		else {
			shutdown.run();
		}
	}

	/**
	 * Let through everybody while open, and running listeners and handlers while closing.
	 */
	private void admitCall() {
		State current = this.state.get();
		if (current != State.OPEN && (current == State.CLOSED || !this.core.workers().isWorker())) {
			throw closedException();
		}
	}

	private void admitSubscription() {
		if (this.state.get() != State.OPEN) {
			throw closedException();
		}
	}

	static ConnectionClosedException closedException() {
		return new ConnectionClosedException(
				"The SQLite messenger was closed: it carries no further messages, create another one");
	}

}
