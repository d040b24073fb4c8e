package dev.bus.sqlite;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Notices the commits of other processes, as long as anybody is interested.
 * <p>
 * A write to the log comes before its commit is visible. A notification therefore only
 * begins a series of looks at the version of the data, close at first and ever wider,
 * until it has changed:
 *
 * <pre>
 *           notification                         changed: tell
 *  waiting --------------&gt; looking every 0.1 ms &lt;-----------+
 *   |  ^                         |  every 0.5 ms after 2 ms |
 *   |  |                         |  every 5 ms after 20 ms -+
 *   |  +-------------------------+
 *   |     5 ms of quiet after a change, or 250 ms without one
 *   +--&gt; a look every 100 ms in any case
 * </pre>
 */
final class Waker implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Waker.class);

	private static final long SAFETY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	// for how long without interest it stays ready, since interest may come again at once
	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long GIVE_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private final VersionCheck version;

	private final Runnable changed;

	private final BooleanSupplier interest;

	private final Notifications notifications;

	private final Thread thread;

	private volatile boolean asleep;

	private volatile boolean closed;

	/**
	 * Create a waker and start its thread.
	 * @param database the database
	 * @param notifications tell that something may have changed
	 * @param changed told after commits of others, and now and then without reason
	 * @param interest whether anybody wants to be told
	 */
	Waker(SqliteDatabase database, Notifications notifications, Runnable changed, BooleanSupplier interest) {
		this.version = new VersionCheck(database);
		this.changed = changed;
		this.interest = interest;
		this.notifications = notifications;
		this.thread = new Thread(this::run, "bus-sqlite-waker");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Told that somebody has become interested.
	 */
	void wake() {
		if (this.asleep) {
			LockSupport.unpark(this.thread);
		}
	}

	private void run() {
		while (!this.closed) {
			try {
				if (!this.interest.getAsBoolean()) {
					rest();
				}
				else if (this.notifications.await(SAFETY_NANOS) || tellIfChanged()) {
					look();
				}
			}
			catch (InterruptedException ex) {
				// only to end a wait
			}
			catch (RuntimeException | Error ex) {
				logger.debug("Cannot see the commits of other processes, trying again", ex);
				// a reader that is told of a change reports what is wrong
				this.changed.run();
				LockSupport.parkNanos(this, SAFETY_NANOS);
			}
		}
	}

	private void rest() {
		sleep(LINGER_NANOS);
		if (!this.interest.getAsBoolean() && !this.closed) {
			this.notifications.suspend();
			sleep(Long.MAX_VALUE);
			this.notifications.resume();
		}
		// what was committed meanwhile
		tellIfChanged();
	}

	private void sleep(long nanos) {
		long deadline = System.nanoTime() + nanos;
		long left = nanos;
		this.asleep = true;
		while (!this.interest.getAsBoolean() && !this.closed && left > 0) {
			LockSupport.parkNanos(this, left);
			left = deadline - System.nanoTime();
		}
		this.asleep = false;
	}

	private void look() {
		long last = System.nanoTime();
		boolean changedSince = false;
		long quiet = 0;
		while (!this.closed && quiet < (changedSince ? QUIET_NANOS : GIVE_UP_NANOS)) {
			LockSupport.parkNanos(this, pause(quiet));
			if (tellIfChanged()) {
				last = System.nanoTime();
				changedSince = true;
			}
			quiet = System.nanoTime() - last;
			if (changedSince && quiet >= QUIET_NANOS && this.notifications.poll()) {
				// may be of a commit that is not visible yet
				last = System.nanoTime();
				changedSince = false;
				quiet = 0;
			}
		}
	}

	private static long pause(long quiet) {
		if (quiet < TimeUnit.MILLISECONDS.toNanos(2)) {
			return 100_000;
		}
		return (quiet < TimeUnit.MILLISECONDS.toNanos(20)) ? 500_000 : 5_000_000;
	}

	private boolean tellIfChanged() {
		boolean isChanged = this.version.isChanged();
		if (isChanged) {
			this.changed.run();
		}
		return isChanged;
	}

	@Override
	public void close() {
		this.closed = true;
		this.thread.interrupt();
		boolean interrupted = Thread.interrupted();
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(1));
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		this.notifications.close();
		if (!this.thread.isAlive()) {
			this.version.close();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
