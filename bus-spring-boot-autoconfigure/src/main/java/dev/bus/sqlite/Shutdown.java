package dev.bus.sqlite;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.dao.DataAccessException;

import dev.bus.Subscription;
import dev.bus.support.MailboxSubscription;

/**
 * Closes a messenger: brings to its end what has begun, and stops all parts in the order
 * in which they feed each other.
 */
final class Shutdown implements Runnable {

	private static final Log logger = LogFactory.getLog(Shutdown.class);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Duration LAST_WRITES = Duration.ofMillis(500);

	private final Core core;

	private final Requests requests;

	private final Runnable closed;

	/**
	 * Create a shutdown.
	 * @param core the parts
	 * @param requests the requests under way
	 * @param closed told when nobody may publish any more
	 */
	Shutdown(Core core, Requests requests, Runnable closed) {
		this.core = core;
		this.requests = requests;
		this.closed = closed;
	}

	@Override
	public void run() {
		long deadline = System.nanoTime() + this.core.options().closeTimeout().toNanos();
		boolean quiet = awaitQuiet(deadline);
		if (quiet) {
			takeReplies(deadline);
		}
		this.closed.run();
		logUndelivered(quiet);
		if (!quiet) {
			this.core.live().forEach((live) -> {
				if (live instanceof SqliteServer server) {
					server.abort();
				}
			});
			this.requests.abort();
			this.core.workers().interrupt();
		}
		// as a worker, since there is no time left to wait for calls that ignore
		// interrupts
		this.core.workers().run(() -> this.core.live().forEach(Subscription::unsubscribe));
		this.requests.abort();
		this.core.waker().close();
		this.core.maintenance().close();
		this.core.writer().close(LAST_WRITES);
		this.core.dispatcher().close();
		this.core.deadlines().shutdown();
		this.core.workers().shutdown();
	}

	private boolean awaitQuiet(long deadline) {
		// what was published before is in the file first, and thus within the limit
		while (this.core.writer().waiting() > 0 && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(this, PAUSE_NANOS);
		}
		try {
			this.core.startClosing();
		}
		catch (RuntimeException ex) {
			logger.warn("The bus database cannot be read: what was published last is not delivered", ex);
			return false;
		}
		boolean quiet = isQuiet();
		while (!quiet && System.nanoTime() - deadline < 0) {
			for (MailboxSubscription subscription : this.core.live()) {
				if (!subscription.awaitIdle(deadline - System.nanoTime())) {
					return false;
				}
			}
			LockSupport.parkNanos(this, PAUSE_NANOS);
			quiet = isQuiet();
		}
		return quiet;
	}

	/**
	 * Bring the replies of handlers that have ended to those who wait for them.
	 */
	private void takeReplies(long deadline) {
		try {
			// all are written, but not all read
			this.core.dispatcher().call(this.core.replyInbox()::read);
			this.core.completions().awaitIdle(deadline - System.nanoTime());
		}
		catch (DataAccessException ex) {
			logger.warn("The bus database cannot be read: replies that came last are not delivered", ex);
		}
	}

	private boolean isQuiet() {
		return this.core.hasTakenIn() && this.core.live().stream().allMatch(MailboxSubscription::isIdle)
				&& this.core.writer().waiting() == 0;
	}

	private void logUndelivered(boolean quiet) {
		long pending = this.core.live().stream().mapToLong((live) -> live.stats().pending()).sum();
		if (!quiet) {
			logger.warn("Closed after " + this.core.options().closeTimeout() + " with " + pending
					+ " messages not delivered and listeners or handlers still running, which are interrupted");
		}
		else if (pending > 0) {
			logger.warn("Closed with " + pending + " messages not delivered, which wait for paused listeners");
		}
	}

}
