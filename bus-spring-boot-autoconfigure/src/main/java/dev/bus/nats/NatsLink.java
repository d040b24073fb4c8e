package dev.bus.nats;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.MessengerStatus;

/**
 * The link to the servers, through outages:
 *
 * <pre>
 *             connected                 lost
 *  down -------------------&gt; up -----------------&gt; down
 *   ^     client library, or              |
 *   |     open() where it gave up         | close
 *   +-- background start                  v
 *                                       closed
 * </pre>
 *
 * The client library connects again by itself, but gives up for good when the server
 * refuses the credentials twice: then a new connection is made, with options asked for
 * anew. All changes are made on the thread of events.
 */
final class NatsLink implements LinkEvents.Link {

	private static final Log logger = LogFactory.getLog(NatsLink.class);

	private static final long ROUND_TRIP_SECONDS = 10;

	private final ClientThreads threads;

	private final @Nullable Connector connector;

	private final Outgoing outgoing;

	private final Client client;

	private final LinkEvents events = new LinkEvents(this);

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile @Nullable Connection connection;

	private volatile boolean up;

	private volatile @Nullable String lastError;

	/**
	 * Create a link that makes its connections, or leaves that to the application.
	 * @param connector makes connections, {@code null} for a connection of the
	 * application
	 */
	NatsLink(ClientThreads threads, @Nullable Connector connector, Outgoing outgoing, Client client) {
		this.threads = threads;
		this.connector = connector;
		this.outgoing = outgoing;
		this.client = client;
	}

	/**
	 * Use a connection of the application.
	 */
	void use(Connection connection) {
		connection.addConnectionListener(this.events.connections(null));
		adopt(connection);
	}

	/**
	 * Connect, or throw.
	 * @throws NatsConnectException if no server could be connected to
	 */
	void connect(Connector connector) {
		Uninterrupted.run(() -> {
			try {
				adopt(connector.connect(this.events));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new NatsConnectException(connector.servers(), "interrupted while connecting", false, ex);
			}
		});
	}

	/**
	 * Connect as soon as a server can be connected to.
	 */
	void connectInBackground(Connector connector) {
		this.threads.client().execute(() -> open(connector));
	}

	boolean isUp() {
		return this.up;
	}

	MessengerStatus status() {
		if (this.closing.getCount() == 0) {
			return MessengerStatus.CLOSED;
		}
		Connection current = this.connection;
		boolean connected = this.up && current != null && current.getStatus() == Connection.Status.CONNECTED;
		return connected ? MessengerStatus.CONNECTED : MessengerStatus.DISCONNECTED;
	}

	/**
	 * Return the connection while the link is up.
	 */
	@Nullable Connection connectionIfUp() {
		return this.up ? this.connection : null;
	}

	/**
	 * Wait until the server has dealt with all that was sent before, and what it said has
	 * been dealt with here. An interrupt ends the wait and is kept.
	 * @return {@code false} if the link is down or time ran out
	 */
	boolean roundTrip(long nanos) {
		Connection current = connectionIfUp();
		return current != null
				&& ClientThreads.await(this.threads.roundTrips().submit(() -> roundTrip(current)), nanos);
	}

	private Object roundTrip(Connection current) throws Exception {
		long mark = this.outgoing.mark();
		if (!this.up) {
			throw new IllegalStateException("The link is down");
		}
		current.flush(Duration.ofSeconds(ROUND_TRIP_SECONDS));
		this.outgoing.settle(mark);
		this.threads.awaitEvents();
		return mark;
	}

	/**
	 * Note that the link will be closed: no connection is made any more.
	 */
	void closing() {
		this.closing.countDown();
	}

	/**
	 * Close the connection, unless it is one of the application.
	 */
	void close() {
		closing();
		Connection current = this.connection;
		this.up = false;
		this.outgoing.down();
		if (current != null && this.connector != null) {
			closeQuietly(current);
		}
	}

	private void open(Connector connector) {
		String said = "";
		long rounds = 0;
		while (this.closing.getCount() > 0) {
			try {
				adopt(connector.connect(this.events));
				return;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (RuntimeException ex) {
				Options options = connector.options();
				if (!said.equals(text(ex))) {
					said = text(ex);
					logger.warn("Connecting to NATS is tried again every " + options.getReconnectWait().toMillis()
							+ " ms: " + said);
				}
				if (options.getMaxReconnect() >= 0 && ++rounds > options.getMaxReconnect()) {
					logger.error("Gave up to connect to NATS after " + rounds
							+ " attempts: raise 'bus.nats.max-reconnects', or set it to -1 to never give up");
					return;
				}
				pause(options);
			}
		}
	}

	private static String text(RuntimeException failure) {
		// what options are asked of may fail in any way
		return (failure instanceof NatsConnectException) ? String.valueOf(failure.getMessage())
				: Redaction.redact(failure.toString());
	}

	private void pause(Options options) {
		long wait = options.getReconnectWait().toMillis();
		try {
			this.closing.await(wait + ThreadLocalRandom.current().nextLong(wait / 10 + 1), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void adopt(Connection made) {
		boolean adopted = ClientThreads.await(this.threads.events().submit(() -> {
			this.connection = made;
			changed(made, true);
		}), TimeUnit.MINUTES.toNanos(1));
		if (!adopted || (this.closing.getCount() == 0 && this.connector != null)) {
			closeQuietly(made);
		}
	}

	private void closeQuietly(Connection current) {
		ClientThreads.await(this.threads.client().submit(() -> {
			current.close();
			return null;
		}), TimeUnit.SECONDS.toNanos(5));
	}

	@Override
	public void changed(Connection changed, boolean resubscribed) {
		if (changed != this.connection || this.closing.getCount() == 0) {
			return;
		}
		Connection.Status status = changed.getStatus();
		if (status == Connection.Status.CONNECTED) {
			if (!this.up || resubscribed) {
				up(changed);
			}
		}
		else {
			down(status);
		}
	}

	private void up(Connection current) {
		if (!this.up) {
			logger.info("Connected to NATS at " + Redaction.redact(current.getConnectedUrl()));
		}
		this.lastError = null;
		// first, so that a subscription that is made meanwhile is not missed
		this.up = true;
		this.client.up(current);
		this.outgoing.up(current);
		this.client.sending();
		this.threads.roundTrips().execute(() -> settle(current));
	}

	private void settle(Connection current) {
		try {
			roundTrip(current);
		}
		catch (Exception ex) {
			logger.debug("No round trip after connecting", Redaction.redact(ex));
		}
	}

	private void down(Connection.Status status) {
		boolean wasUp = this.up;
		this.up = false;
		this.outgoing.down();
		this.client.down();
		if (status == Connection.Status.CLOSED) {
			lost();
		}
		else if (wasUp) {
			logger.warn("Lost the connection to NATS" + reason() + ", connecting again");
		}
	}

	private void lost() {
		// what is told of it later, too, finds it closed, and there is to be one new
		// connection
		this.connection = null;
		Connector again = this.connector;
		if (again == null) {
			logger.error("The NATS connection of the application was closed" + reason()
					+ ": nothing is sent or received any more");
		}
		else if (isRefusal(this.lastError)) {
			logger.error("The NATS server refuses the connection" + reason()
					+ ", connecting again with credentials asked for anew");
			this.threads.client().execute(() -> open(again));
		}
		else {
			logger.error("Gave up to connect to NATS" + reason()
					+ ": raise 'bus.nats.max-reconnects', or set it to -1 to never give up");
		}
	}

	private String reason() {
		String error = this.lastError;
		return (error != null) ? " (" + error + ")" : "";
	}

	@Override
	public void lameDuck(Connection current) {
		logger.info("NATS server " + Redaction.redact(current.getConnectedUrl())
				+ " is about to shut down, the connection will move to another server");
	}

	@Override
	public void slowConsumer() {
		this.client.slowConsumer();
	}

	@Override
	public void serverError(String text) {
		Denial denial = Denial.parse(text);
		if (denial != null) {
			this.client.denied(denial);
			return;
		}
		this.lastError = Redaction.redact(text);
		logger.warn("NATS server reports an error: " + this.lastError);
	}

	@Override
	public void failed(String text, @Nullable Exception cause) {
		if (cause == null) {
			logger.warn(text);
		}
		else if (logger.isDebugEnabled()) {
			logger.debug(text, Redaction.redact(cause));
		}
	}

	@Override
	public void readerDied(Throwable cause) {
		Connection current = this.connection;
		logger.warn("A message from NATS could not be read (" + Redaction.redact(cause.toString())
				+ "), which ends the connection: it is made again, messages under way are lost");
		if (current != null) {
			this.threads.client().execute(() -> reconnect(current));
		}
	}

	private void reconnect(Connection current) {
		try {
			current.forceReconnect();
		}
		catch (Exception ex) {
			failed("Connection to NATS could not be made again", ex);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static boolean isRefusal(@Nullable String error) {
		String lower = (error != null) ? error.toLowerCase(Locale.ROOT) : "";
		return lower.contains("authorization violation") || lower.contains("authentication");
	}

	/**
	 * Who uses the link. Called on the thread of events, must not wait.
	 */
	interface Client {

		/**
		 * Told that there is a connection, before what was kept is sent.
		 */
		void up(Connection connection);

		/**
		 * Told that there is no connection any more.
		 */
		void down();

		/**
		 * Told that messages were dropped since too many waited to be read.
		 */
		void slowConsumer();

		/**
		 * Told that messages are sent again.
		 */
		void sending();

		/**
		 * Told that the server does not permit something.
		 */
		void denied(Denial denial);

	}

}
