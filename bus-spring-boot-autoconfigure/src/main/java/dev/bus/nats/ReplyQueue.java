package dev.bus.nats;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.support.Mailbox;

/**
 * Where the replies arrive that threads wait for. It keeps no thread: one of those that
 * wait reads for all of them, which saves a change of threads on the way of its reply,
 * and passes that on when it has it:
 *
 * <pre>
 *            nobody reads                  own reply, deadline, interrupt: wakes another one
 *  waiting ---------------&gt; reading ------------------------------------------------------&gt; done
 *     |                        |
 *     |                        +--&gt; reply to another one: wakes it
 *     +--&gt; done
 * </pre>
 */
final class ReplyQueue {

	private static final Log logger = LogFactory.getLog(ReplyQueue.class);

	private static final int MAX_REPLIES = 65536;

	// how soon who reads notices that its request has ended otherwise
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final String pattern;

	private final Receiver receiver;

	private final ReentrantLock reading = new ReentrantLock();

	private final Set<PendingRequest> waiting = ConcurrentHashMap.newKeySet();

	private volatile @Nullable Subscription subscription;

	/**
	 * Create a queue.
	 * @param pattern the subjects of replies
	 * @param receiver ends the request that a reply is for
	 */
	ReplyQueue(String pattern, Receiver receiver) {
		this.pattern = pattern;
		this.receiver = receiver;
	}

	String pattern() {
		return this.pattern;
	}

	/**
	 * Subscribe on a connection.
	 */
	Binding bind(Connection connection) {
		Subscription bound = connection.subscribe(this.pattern);
		bound.setPendingLimits(MAX_REPLIES, Mailbox.MAX_BYTES);
		this.subscription = bound;
		this.waiting.forEach(PendingRequest::wakeWaiter);
		return new Bound(bound);
	}

	/**
	 * Wait for the end of a request.
	 * @param request a request whose reply comes here
	 * @param nanos how long to wait at most, in nanoseconds
	 * @throws InterruptedException if the thread is interrupted
	 */
	void await(PendingRequest request, long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		request.waiter(Thread.currentThread());
		this.waiting.add(request);
		try {
			long left = nanos;
			while (!request.isDone() && left > 0) {
				if (this.reading.tryLock()) {
					readUntilDone(request, deadline);
				}
				else {
					park(left);
				}
				left = deadline - System.nanoTime();
			}
		}
		finally {
			this.waiting.remove(request);
			passOn();
		}
	}

	private void readUntilDone(PendingRequest request, long deadline) throws InterruptedException {
		try {
			long left = deadline - System.nanoTime();
			while (!request.isDone() && left > 0) {
				Message reply = next(Math.min(left, LOOK_NANOS));
				if (reply != null) {
					receive(reply);
				}
				left = deadline - System.nanoTime();
			}
		}
		finally {
			this.reading.unlock();
		}
	}

	private void receive(Message reply) {
		try {
			this.receiver.receive(reply);
		}
		catch (RuntimeException ex) {
			// it may be for another one than the thread that reads it
			logger.error("A reply to '" + reply.getSubject() + "' could not be received", ex);
		}
	}

	private @Nullable Message next(long nanos) throws InterruptedException {
		Subscription current = this.subscription;
		if (current != null) {
			try {
				return current.nextMessage(Duration.ofNanos(nanos));
			}
			catch (IllegalStateException | NullPointerException ex) {
				// closed with its connection, either way, the next one makes another
				if (this.subscription != current) {
					return null;
				}
			}
		}
		park(nanos);
		return null;
	}

	private void park(long nanos) throws InterruptedException {
		LockSupport.parkNanos(this, nanos);
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	private void passOn() {
		if (this.reading.isLocked()) {
			return;
		}
		for (PendingRequest other : this.waiting) {
			if (!other.isDone()) {
				other.wakeWaiter();
				return;
			}
		}
	}

	/**
	 * Receives replies on a thread that waits for one.
	 */
	@FunctionalInterface
	interface Receiver {

		void receive(Message reply);

	}

	private record Bound(Subscription subscription) implements Binding {

		@Override
		public void drain() {
			close();
		}

		@Override
		public void close() {
			try {
				this.subscription.unsubscribe();
			}
			catch (IllegalStateException ex) {
				// closed already, with its connection
			}
		}

	}

}
