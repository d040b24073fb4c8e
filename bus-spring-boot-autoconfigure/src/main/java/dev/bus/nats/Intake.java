package dev.bus.nats;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Connection;
import org.jspecify.annotations.Nullable;

import dev.bus.StreamSubscriptionException;

/**
 * A subscription on the server, which is made again on every connection.
 */
final class Intake {

	// for the server to stop sending
	private static final long DRAIN_SECONDS = 5;

	private final Intakes intakes;

	private final List<String> subjects;

	private final @Nullable String queue;

	private final Binding.Factory factory;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean open;

	private @Nullable Connection boundTo;

	private volatile @Nullable Binding binding;

	// the one before, which may still have messages for the handler
	private volatile @Nullable Binding ended;

	private volatile @Nullable String denied;

	/**
	 * Create an intake, which is not open.
	 * @param intakes all intakes of the messenger
	 * @param subjects what is subscribed to
	 * @param queue the queue group, or {@code null}
	 * @param factory subscribes on a connection
	 */
	Intake(Intakes intakes, List<String> subjects, @Nullable String queue, Binding.Factory factory) {
		this.intakes = intakes;
		this.subjects = subjects;
		this.queue = queue;
		this.factory = factory;
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
	 * @param wait whether to wait until the server sends no more
	 */
	void close(boolean wait) {
		Binding closed;
		Connection connection;
		this.lock.lock();
		try {
			this.open = false;
			this.intakes.remove(this);
			closed = this.binding;
			connection = this.boundTo;
			unbind();
		}
		finally {
			this.lock.unlock();
		}
		if (closed != null) {
			end(closed, connection, wait);
		}
	}

	/**
	 * Wait until all that was published before the close has been given to the handler.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether it has
	 */
	boolean awaitEnd(long nanos) {
		Binding last = this.ended;
		return last == null || last.awaitEnd(nanos);
	}

	/**
	 * Return how many messages have arrived and not been given to the handler.
	 */
	long waiting() {
		Binding current = this.binding;
		Binding last = this.ended;
		return ((current != null) ? current.waiting() : 0) + ((last != null) ? last.waiting() : 0);
	}

	/**
	 * Tell the handler of messages that were dropped since it was last told.
	 */
	void reportDropped() {
		Binding current = this.binding;
		if (current != null) {
			current.reportDropped();
		}
	}

	/**
	 * Note what has arrived, since the link is down.
	 */
	void linkDown() {
		Binding current = this.binding;
		if (current != null) {
			current.noteArrived();
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
		Binding missed = null;
		this.lock.lock();
		try {
			Connection connection = this.boundTo;
			if (connection != null && connection.getStatus() != Connection.Status.CONNECTED) {
				missed = this.binding;
				unbind();
			}
			bindIfUp();
		}
		finally {
			this.lock.unlock();
		}
		if (missed != null) {
			missed.close();
		}
	}

	private void subscribe(Connection connection) {
		unbind();
		try {
			this.binding = this.factory.bind(connection, this.ended);
			this.boundTo = connection;
		}
		catch (IllegalStateException ex) {
			// closed meanwhile: the next connection will do
			this.boundTo = null;
		}
	}

	private void unbind() {
		Binding last = this.binding;
		if (last != null) {
			this.ended = last;
			this.binding = null;
		}
		this.boundTo = null;
	}

	private void end(Binding closed, @Nullable Connection connection, boolean wait) {
		if (connection == null || this.intakes.link().connectionIfUp() != connection) {
			Uninterrupted.run(closed::close);
			return;
		}
		try {
			Future<?> drained = this.intakes.threads().roundTrips().submit(closed::drain);
			if (wait) {
				ClientThreads.await(drained, TimeUnit.SECONDS.toNanos(DRAIN_SECONDS));
			}
		}
		catch (RejectedExecutionException ex) {
			closed.close();
		}
	}

}
