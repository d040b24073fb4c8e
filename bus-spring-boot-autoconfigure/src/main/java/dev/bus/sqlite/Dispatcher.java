package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads for the whole messenger, on one thread and one connection: whoever has reason to
 * believe that there is something new signals its source.
 */
final class Dispatcher implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Dispatcher.class);

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

	private final SqliteDatabase database;

	private final Link link;

	// fair: who subscribes must not starve behind batches of reading
	private final ReentrantLock lock = new ReentrantLock(true);

	private final Condition progress = this.lock.newCondition();

	private final AtomicInteger due = new AtomicInteger();

	private final Thread thread;

	private volatile List<Source> sources = List.of();

	private volatile boolean closed;

	private int generation;

	private long nextReport = System.nanoTime();

	Dispatcher(SqliteDatabase database) {
		this.database = database;
		this.link = new Link(database, Role.READER);
		this.generation = database.generation();
		this.thread = new Thread(this::run, "bus-sqlite-dispatcher");
		this.thread.setDaemon(true);
	}

	/**
	 * Start to read.
	 * @param sources what to read
	 */
	void start(List<Source> sources) {
		this.sources = sources;
		this.thread.start();
	}

	/**
	 * Have a source read.
	 */
	void signal(Source source) {
		signal(1 << this.sources.indexOf(source));
	}

	/**
	 * Have all sources read.
	 */
	void signalAll() {
		signal((1 << this.sources.size()) - 1);
	}

	private void signal(int sources) {
		int before = this.due.getAndUpdate((due) -> due | sources);
		if (before == 0) {
			LockSupport.unpark(this.thread);
		}
	}

	/**
	 * Return the lock that is held while sources are read.
	 */
	ReentrantLock lock() {
		return this.lock;
	}

	/**
	 * Run work on the connection of the dispatcher.
	 */
	<T> T call(SqliteConnection.Work<T> work) {
		this.lock.lock();
		try {
			return this.link.call(work);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Wait for a condition that changes while sources are read.
	 * @param condition the condition, looked at with the lock held
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether the condition holds
	 */
	boolean await(BooleanSupplier condition, long nanos) {
		long left = nanos;
		this.lock.lock();
		try {
			boolean holds = condition.getAsBoolean();
			while (!holds && left > 0) {
				left = this.progress.awaitNanos(left);
				holds = condition.getAsBoolean();
			}
			return holds;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void run() {
		while (!this.closed) {
			int due = this.due.getAndSet(0);
			if (due == 0) {
				LockSupport.park(this);
				continue;
			}
			try {
				int left = read(due);
				this.due.getAndUpdate((current) -> current | left);
				this.database.health().readFailed(null);
			}
			catch (Throwable ex) {
				failed(ex);
				this.due.getAndUpdate((current) -> current | due);
				LockSupport.parkNanos(this, RETRY_NANOS);
			}
		}
	}

	/**
	 * Read what is due.
	 * @return what has more to read
	 */
	private int read(int due) {
		this.lock.lock();
		try {
			int left = this.link.call((connection) -> readSources(connection, due));
			this.progress.signalAll();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

	private int readSources(SqliteConnection connection, int due) throws SQLException {
		if (this.generation != this.link.generation()) {
			this.generation = this.link.generation();
			for (Source source : this.sources) {
				source.fileReplaced(this.generation, this.database.lastIdAtStart());
			}
		}
		int left = 0;
		for (int i = 0; i < this.sources.size(); i++) {
			int bit = 1 << i;
			if ((due & bit) != 0 && this.sources.get(i).read(connection)) {
				left |= bit;
			}
		}
		return left;
	}

	private void failed(Throwable failure) {
		if (this.closed) {
			return;
		}
		this.database.health().readFailed(failure);
		this.lock.lock();
		try {
			this.link.drop();
		}
		finally {
			this.lock.unlock();
		}
		if (System.nanoTime() - this.nextReport >= 0) {
			this.nextReport = System.nanoTime() + REPORT_NANOS;
			logger.error("Cannot read the bus database '" + this.database.file().path()
					+ "', trying again: no message of other processes arrives meanwhile", failure);
		}
	}

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
		this.lock.lock();
		try {
			this.link.drop();
			this.progress.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A part of the file that is read. All calls are made with the lock held.
	 */
	interface Source {

		/**
		 * Read a bounded amount.
		 * @param connection the connection of the dispatcher
		 * @return whether there may be more
		 * @throws SQLException if it fails
		 */
		boolean read(SqliteConnection connection) throws SQLException;

		/**
		 * Told before the first read of another file under the same name.
		 * @param generation the number of the new file
		 * @param lastId the id of the last event that it held when it was found
		 */
		default void fileReplaced(int generation, long lastId) {
		}

	}

}
