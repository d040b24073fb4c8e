package dev.bus.nats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.nats.client.Connection;
import io.nats.client.Statistics;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.support.ByteBudget;

/**
 * The way out: gives messages to the connection, or keeps them until there is one.
 * <p>
 * What waits is bounded in bytes. While the socket takes messages, who publishes faster
 * is slowed down to its pace; while it does not, or the link is down, messages are taken
 * up to the limit and refused at once beyond it.
 */
final class Outgoing {

	private static final Log logger = LogFactory.getLog(Outgoing.class);

	// what may wait for a socket that takes messages before publishers are slowed down
	private static final long PACE = 1024 * 1024;

	private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

	// what may wait for it of calls that must not be slowed down
	private static final long BURST = ByteBudget.DEFAULT_LIMIT;

	// a socket that took nothing for so long is not waited for
	private static final long STALL = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long NOT_STALLED = -1;

	private final long limit;

	private final long pace;

	private final LongSupplier written;

	private final Backlog backlog;

	private final ReentrantLock holding = new ReentrantLock();

	private final Deque<Held> held = new ArrayDeque<>();

	private volatile @Nullable Connection connection;

	private volatile long stalledAt = NOT_STALLED;

	/**
	 * Create the way out.
	 * @param limit how many bytes may wait while they cannot be sent, less than 0 for no
	 * limit
	 * @param statistics count what the connection writes
	 */
	Outgoing(long limit, Statistics statistics) {
		this.limit = (limit < 0) ? Long.MAX_VALUE : limit;
		this.pace = (limit > 0) ? Math.min(PACE, limit) : PACE;
		this.written = statistics::getOutBytes;
		this.backlog = new Backlog(this.written);
	}

	/**
	 * Publish a message, or keep it until the link is up. An interrupt before the call is
	 * kept and does not matter.
	 * @param paced whether the caller may be slowed down
	 * @throws MessagePublishException if too much waits, or the thread was interrupted
	 * meanwhile
	 */
	void publish(String subject, @Nullable String replyTo, BusMessage message, boolean paced) {
		boolean interrupted = Thread.interrupted();
		try {
			long size = wireSize(subject, replyTo, message);
			admit(subject, size, paced);
			Connection current = this.connection;
			if (current == null || !send(current, subject, replyTo, message, size)) {
				hold(new Held(subject, replyTo, message, size));
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Publish a message if the link is up.
	 * @return whether it was
	 * @throws MessagePublishException as {@link #publish} does
	 */
	boolean publishIfUp(String subject, String replyTo, BusMessage message) {
		Connection current = this.connection;
		if (current == null) {
			return false;
		}
		boolean interrupted = Thread.interrupted();
		try {
			long size = wireSize(subject, replyTo, message);
			admit(subject, size, true);
			boolean sent = send(current, subject, replyTo, message, size);
			if (!sent) {
				this.backlog.takeBack(size);
			}
			return sent;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Send what was kept, and from now on everything.
	 */
	void up(Connection connection) {
		this.holding.lock();
		try {
			long lost = 0;
			Held next = this.held.poll();
			while (next != null) {
				lost += sendHeld(connection, next);
				next = this.held.poll();
			}
			this.connection = connection;
			if (lost > 0) {
				logger.error("Lost " + lost + " messages that were published while there was no connection: "
						+ "the server does not accept them");
			}
		}
		finally {
			this.holding.unlock();
		}
	}

	/**
	 * Keep what is published from now on.
	 */
	void down() {
		this.connection = null;
	}

	boolean isUp() {
		return this.connection != null;
	}

	/**
	 * Return a mark for {@link #settle}.
	 */
	long mark() {
		return this.backlog.mark();
	}

	/**
	 * Note that the server has received what was published before the mark, as far as it
	 * was not lost.
	 */
	void settle(long mark) {
		this.backlog.settle(mark);
	}

	/**
	 * Return how many bytes wait.
	 */
	long waiting() {
		return this.backlog.waiting();
	}

	private void admit(String subject, long size, boolean paced) {
		if (this.backlog.add(size) > this.pace || !isUp()) {
			// that was an upper bound
			long waiting = this.backlog.waiting();
			if ((waiting > this.pace || !isUp()) && !hasRoom(size, waiting, paced)) {
				this.backlog.takeBack(size);
				throw full(subject, waiting - size);
			}
		}
	}

	private MessagePublishException full(String subject, long waiting) {
		return new MessagePublishException("Message to '" + subject + "' was not accepted: " + waiting
				+ " bytes wait for the connection, which takes none now, and at most " + this.limit
				+ " may. Publish again later, or raise the reconnect buffer size ('bus.nats.reconnect-buffer-size')");
	}

	private boolean hasRoom(long size, long waiting, boolean paced) {
		if (!isUp() || isStalled()) {
			return waiting <= this.limit;
		}
		if (!paced) {
			return waiting <= Math.max(this.limit, BURST);
		}
		awaitPace(size);
		long now = this.backlog.waiting();
		return now <= this.limit || now - size <= this.pace;
	}

	private boolean isStalled() {
		return this.stalledAt == this.written.getAsLong();
	}

	private void awaitPace(long size) {
		long written = this.written.getAsLong();
		long stalled = System.nanoTime() + STALL;
		// well below the pace, so that the next look is far away
		while (isUp() && this.backlog.waiting() - size > this.pace / 2 && !Thread.currentThread().isInterrupted()) {
			LockSupport.parkNanos(PAUSE);
			long now = this.written.getAsLong();
			if (now != written) {
				written = now;
				stalled = System.nanoTime() + STALL;
			}
			else if (System.nanoTime() - stalled >= 0) {
				this.stalledAt = written;
				return;
			}
		}
	}

	/**
	 * Give a message to the connection.
	 * @return {@code false} if the connection was closed
	 */
	private boolean send(Connection current, String subject, @Nullable String replyTo, BusMessage message, long size) {
		try {
			give(current, subject, replyTo, message);
		}
		catch (IllegalStateException ex) {
			if (current.getStatus() == Connection.Status.CLOSED) {
				return false;
			}
			this.backlog.takeBack(size);
			throw new MessagePublishException("Message to '" + subject + "' was not accepted: "
					+ Redaction.redact(ex.getMessage()) + ". Publish again later", Redaction.redact(ex));
		}
		if (Thread.currentThread().isInterrupted()) {
			// the client library discards what an interrupted thread publishes, or not
			throw new MessagePublishException(
					"Interrupted while publishing to '" + subject + "': whether the message was sent is unknown");
		}
		return true;
	}

	private void hold(Held message) {
		this.holding.lock();
		try {
			Connection current = this.connection;
			if (current == null || !send(current, message.subject, message.replyTo, message.message, message.size)) {
				this.held.add(message);
			}
		}
		finally {
			this.holding.unlock();
		}
	}

	private long sendHeld(Connection current, Held message) {
		try {
			give(current, message.subject, message.replyTo, message.message);
			return 0;
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			logger.debug("Lost a message to '" + message.subject + "'", Redaction.redact(ex));
			this.backlog.takeBack(message.size);
			return 1;
		}
	}

	private static void give(Connection connection, String subject, @Nullable String replyTo, BusMessage message) {
		connection.publish(subject, replyTo, NatsHeaders.toNats(message.headers()), message.data());
	}

	/**
	 * Return the size of a message as the client library counts it.
	 */
	private static long wireSize(String subject, @Nullable String replyTo, BusMessage message) {
		int total = message.size();
		int size = total + subject.length() + digits(total) + 9;
		if (replyTo != null) {
			size += replyTo.length() + 1;
		}
		int headers = total - message.data().length;
		return (headers > 0) ? size + digits(headers) + 2 : size;
	}

	private static int digits(int number) {
		int digits = 1;
		for (int rest = number / 10; rest > 0; rest /= 10) {
			digits++;
		}
		return digits;
	}

	private record Held(String subject, @Nullable String replyTo, BusMessage message, long size) {
	}

}
