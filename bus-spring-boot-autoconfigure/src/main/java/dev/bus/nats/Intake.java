package dev.bus.nats;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;
import org.jspecify.annotations.Nullable;

import dev.bus.StreamSubscriptionException;

/**
 * A subscription on the server, which is made again on every connection. What arrives is
 * given to a handler, which must not wait: it does its own buffering.
 */
final class Intake {

	// the time to end a dispatcher, whose handler never waits
	private static final long DRAIN_SECONDS = 5;

	private final Intakes intakes;

	private final List<String> subjects;

	private final @Nullable String queue;

	private final MessageHandler handler;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean open;

	private @Nullable Connection boundTo;

	private @Nullable Dispatcher dispatcher;

	private volatile @Nullable String denied;

	Intake(Intakes intakes, List<String> subjects, @Nullable String queue, MessageHandler handler) {
		this.intakes = intakes;
		this.subjects = subjects;
		this.queue = queue;
		this.handler = handler;
	}

	/**
	 * Subscribe: when this method returns the server has done so, unless the link is
	 * down; then it does as soon as the link is up.
	 * @throws StreamSubscriptionException if the server does not permit it
	 */
	void open() {
		Uninterrupted.run(this::subscribeAndConfirm);
		String text = this.denied;
		if (text != null) {
			close(true);
			throw new StreamSubscriptionException("Could not subscribe to '" + String.join("', '", this.subjects)
					+ "': " + text + ". Grant the permission in the configuration of the NATS server");
		}
	}

	private void subscribeAndConfirm() {
		this.denied = null;
		this.lock.lock();
		try {
			this.open = true;
			this.intakes.add(this);
			bindIfUp();
		}
		finally {
			this.lock.unlock();
		}
		if (!this.intakes.link().roundTrip(Intakes.CONFIRM_NANOS)) {
			rebind();
		}
	}

	/**
	 * Subscribe on a connection, if not yet done.
	 */
	void bind(Connection connection) {
		this.lock.lock();
		try {
			if (this.open && this.boundTo != connection) {
				subscribe(connection);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take in no more.
	 * @param wait whether to wait until all that was published before has been given to
	 * the handler
	 */
	void close(boolean wait) {
		Dispatcher ended;
		Connection connection;
		this.lock.lock();
		try {
			this.open = false;
			this.intakes.remove(this);
			ended = this.dispatcher;
			connection = this.boundTo;
			this.dispatcher = null;
			this.boundTo = null;
		}
		finally {
			this.lock.unlock();
		}
		if (ended != null && connection != null) {
			end(ended, connection, wait);
		}
	}

	/**
	 * Note what the server does not permit.
	 * @return whether it is about this subscription
	 */
	boolean deny(Denial denial) {
		boolean mine = this.subjects.contains(denial.subject())
				&& (denial.queue() == null || denial.queue().equals(this.queue));
		if (mine) {
			this.denied = denial.text();
		}
		return mine;
	}

	private void bindIfUp() {
		Connection connection = this.intakes.link().connectionIfUp();
		if (connection != null) {
			bind(connection);
		}
	}

	/**
	 * Subscribe again where the link was lost while subscribing: the client library may
	 * have missed the subscription when it made its others again.
	 */
	private void rebind() {
		Dispatcher ended = null;
		Connection connection;
		this.lock.lock();
		try {
			connection = this.boundTo;
			if (connection != null && connection.getStatus() != Connection.Status.CONNECTED) {
				ended = this.dispatcher;
				this.dispatcher = null;
				this.boundTo = null;
			}
			bindIfUp();
		}
		finally {
			this.lock.unlock();
		}
		if (ended != null && connection != null) {
			closeDispatcher(ended, connection);
		}
	}

	private void subscribe(Connection connection) {
		try {
			Dispatcher created = connection.createDispatcher(this.handler);
			created.setPendingLimits(0, 0);
			for (String subject : this.subjects) {
				if (this.queue != null) {
					created.subscribe(subject, this.queue);
				}
				else {
					created.subscribe(subject);
				}
			}
			this.dispatcher = created;
			this.boundTo = connection;
		}
		catch (IllegalStateException ex) {
			// closed meanwhile: the next connection will do
			this.boundTo = null;
		}
	}

	private void end(Dispatcher ended, Connection connection, boolean wait) {
		if (this.intakes.link().connectionIfUp() != connection) {
			Uninterrupted.run(() -> closeDispatcher(ended, connection));
			return;
		}
		try {
			Future<?> drained = this.intakes.threads().roundTrips().submit(() -> drain(ended, connection));
			if (wait) {
				ClientThreads.await(drained, TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
			}
		}
		catch (RejectedExecutionException ex) {
			closeDispatcher(ended, connection);
		}
	}

	private static void drain(Dispatcher ended, Connection connection) {
		try {
			ended.drain(Duration.ofSeconds(DRAIN_SECONDS)).get(DRAIN_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			closeDispatcher(ended, connection);
		}
		catch (Exception ex) {
			closeDispatcher(ended, connection);
		}
	}

	private static void closeDispatcher(Dispatcher ended, Connection connection) {
		try {
			connection.closeDispatcher(ended);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			// the connection or the dispatcher is closed already
		}
	}

}
