package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the file: that it is still the same, that it says how far this messenger
 * has read, and that it does not grow.
 */
final class Maintenance implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Maintenance.class);

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final SqliteDatabase database;

	private final Writer writer;

	private final EventRouter router;

	private final FileGuard guard;

	private final CursorLease lease;

	private final Retention retention;

	private final LogKeeper logKeeper;

	private final Link link;

	private final Thread thread;

	private final long waitNanos;

	private volatile boolean cleanupDue;

	private volatile boolean leaseDue;

	private volatile boolean closed;

	private long nextReport = System.nanoTime();

	Maintenance(SqliteDatabase database, Writer writer, EventRouter router) {
		this.database = database;
		this.writer = writer;
		this.router = router;
		this.guard = new FileGuard(database);
		this.lease = new CursorLease(router, database.options().clock());
		this.retention = new Retention(database, writer);
		this.logKeeper = new LogKeeper(database);
		this.link = new Link(database, Role.MAINTENANCE);
		this.waitNanos = database.options().busyTimeoutNanos();
		this.thread = new Thread(this::run, "bus-sqlite-maintenance");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Have the limits of the file looked at.
	 */
	void cleanUp() {
		this.cleanupDue = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Have the position of this messenger written, since it has its first stream.
	 */
	void renewLease() {
		this.leaseDue = true;
		LockSupport.unpark(this.thread);
	}

	private void run() {
		long nextLog = System.nanoTime() + SECOND_NANOS;
		long nextCleanup = System.nanoTime() + this.database.options().cleanupInterval().toNanos();
		while (!this.closed) {
			if (!this.leaseDue && !this.cleanupDue) {
				LockSupport.parkNanos(this, TICK_NANOS);
			}
			try {
				if (!this.guard.isIntact()) {
					LockSupport.parkNanos(this, TICK_NANOS);
				}
				else if (!this.closed) {
					boolean cleanup = this.cleanupDue || System.nanoTime() - nextCleanup >= 0;
					this.cleanupDue = false;
					this.leaseDue = false;
					submit(this.lease.renew(this.waitNanos));
					if (System.nanoTime() - nextLog >= 0) {
						nextLog = System.nanoTime() + SECOND_NANOS;
						this.logKeeper.keepSmall();
						this.router.checkRestarted();
						submit(this.database.health().isFailing() ? probe() : null);
					}
					if (cleanup) {
						nextCleanup = System.nanoTime() + this.database.options().cleanupInterval().toNanos();
						this.link.call(this::cleanUp);
					}
				}
			}
			catch (RuntimeException | Error ex) {
				failed(ex);
				LockSupport.parkNanos(this, SECOND_NANOS);
			}
		}
	}

	private void failed(Throwable failure) {
		this.database.health().checkDamage(failure);
		this.link.drop();
		if (System.nanoTime() - this.nextReport >= 0) {
			this.nextReport = System.nanoTime() + REPORT_NANOS;
			logger.warn(
					"Housekeeping of the bus database '" + this.database.file().path() + "' failed and is tried again",
					failure);
		}
		else {
			logger.debug("Housekeeping failed again", failure);
		}
	}

	private boolean cleanUp(SqliteConnection connection) throws SQLException {
		this.lease.removeDead(connection, this.waitNanos).forEach(this.writer::write);
		this.retention.removeOld(connection);
		this.retention.enforceLimits(connection);
		this.retention.sweep(connection);
		this.retention.shrink(connection);
		return true;
	}

	/**
	 * Return what finds out whether the file can be written again.
	 */
	private WriteOperation probe() {
		return new HousekeepingStatement(this.waitNanos, SqliteSchema.PROBE, List.of());
	}

	private void submit(@Nullable WriteOperation operation) {
		if (operation != null) {
			this.writer.submit(operation);
		}
	}

	/**
	 * Stop, and say in the file that this messenger reads no more.
	 */
	@Override
	public void close() {
		this.closed = true;
		LockSupport.unpark(this.thread);
		boolean interrupted = Thread.interrupted();
		try {
			this.thread.join(TimeUnit.SECONDS.toMillis(1));
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		if (!this.thread.isAlive()) {
			submit(this.lease.release(this.waitNanos));
			this.logKeeper.close();
			this.link.drop();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
