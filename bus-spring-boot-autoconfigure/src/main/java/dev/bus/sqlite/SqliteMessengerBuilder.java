package dev.bus.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import dev.bus.BusErrorHandler;
import dev.bus.support.Arguments;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.StreamSubscription;
import dev.bus.support.Workers;

/**
 * Builds messengers on a SQLite file.
 *
 * @since 0.1.0
 */
public final class SqliteMessengerBuilder {

	private static final Duration MAX_BUSY_TIMEOUT = Duration.ofDays(1);

	private SqliteFile file = new SqliteFile(Path.of("bus.db"));

	private @Nullable DataSource dataSource;

	private Duration requestTimeout = Duration.ofSeconds(10);

	private Duration closeTimeout = MailboxSubscription.DEFAULT_CLOSE_TIMEOUT;

	private Duration retention = Duration.ofMinutes(5);

	private Duration cleanupInterval = Duration.ofMinutes(1);

	private Duration busyTimeout = Duration.ofSeconds(5);

	private long maxPayload = 1024 * 1024;

	private long maxSize = 1024L * 1024 * 1024;

	private long maxRows = 1_000_000;

	private Synchronous synchronous = Synchronous.FULL;

	private boolean initializeSchema = true;

	private LocalRequests localRequests = LocalRequests.PREFER;

	private InstantSource clock = InstantSource.system();

	private BusErrorHandler errorHandler = StreamSubscription.loggingErrorHandler();

	private @Nullable Executor executor;

	SqliteMessengerBuilder() {
	}

	/**
	 * Set the file, which is created if it does not exist. It is the bus' own: its
	 * journal mode and vacuum mode are set.
	 * @param path the path, {@code bus.db} in the working directory by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder path(Path path) {
		return path(Arguments.notNull(path, "Path").toString());
	}

	/**
	 * Set the file, which is created if it does not exist. It is the bus' own: its
	 * journal mode and vacuum mode are set.
	 * @param path the path, {@code bus.db} in the working directory by default
	 * @return this builder
	 * @throws IllegalArgumentException for a database in memory, or if it is not a path
	 */
	public SqliteMessengerBuilder path(String path) {
		Arguments.notNull(path, "Path");
		if (path.isBlank() || path.startsWith(":") || path.startsWith("file:") || path.startsWith("jdbc:")) {
			throw new IllegalArgumentException("'" + path + "' is not the path of a file: name one, "
					+ "or use the in-memory engine if other processes need not see the messages");
		}
		this.file = new SqliteFile(Path.of(path));
		return this;
	}

	/**
	 * Set a data source of the application whose file carries the bus too. Messages that
	 * are published within its transactions are delivered if and when they commit. It is
	 * neither changed nor closed; the bus opens connections of its own to the same file.
	 * @param dataSource a data source of SQLite, not in memory
	 * @return this builder
	 */
	public SqliteMessengerBuilder dataSource(DataSource dataSource) {
		this.dataSource = Arguments.notNull(dataSource, "Data source");
		return this;
	}

	/**
	 * Set how long a request waits where nothing is said.
	 * @param requestTimeout the timeout, 10 seconds by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder requestTimeout(Duration requestTimeout) {
		this.requestTimeout = positive(requestTimeout, "Request timeout");
		return this;
	}

	/**
	 * Set how long closing and unsubscribing wait for running calls.
	 * @param closeTimeout the timeout, 10 seconds by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder closeTimeout(Duration closeTimeout) {
		this.closeTimeout = positive(closeTimeout, "Close timeout");
		return this;
	}

	/**
	 * Set how long events are kept that everybody has read.
	 * @param retention the duration in full seconds, 5 minutes by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder retention(Duration retention) {
		this.retention = positive(retention, "Retention");
		return this;
	}

	/**
	 * Set how often is looked for what can be removed.
	 * @param cleanupInterval the interval, 1 minute by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder cleanupInterval(Duration cleanupInterval) {
		this.cleanupInterval = positive(cleanupInterval, "Cleanup interval");
		return this;
	}

	/**
	 * Set how long to wait for the locks of other processes.
	 * @param busyTimeout the timeout, 5 seconds by default, 1 day at most
	 * @return this builder
	 */
	public SqliteMessengerBuilder busyTimeout(Duration busyTimeout) {
		if (positive(busyTimeout, "Busy timeout").compareTo(MAX_BUSY_TIMEOUT) > 0) {
			throw new IllegalArgumentException(
					"Busy timeout must be at most " + MAX_BUSY_TIMEOUT + ", but is " + busyTimeout);
		}
		this.busyTimeout = busyTimeout;
		return this;
	}

	/**
	 * Set how large a message may be.
	 * @param maxPayload the limit of payload and headers in bytes, 1 MB by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder maxPayload(long maxPayload) {
		this.maxPayload = Arguments.maxPayload(maxPayload);
		return this;
	}

	/**
	 * Set up to which size of the file events are kept that have not been read. Applies
	 * to the bus' own file only.
	 * @param maxSize the size of the pages in use in bytes, 1 GB by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder maxSize(long maxSize) {
		this.maxSize = positive(maxSize, "Maximum size");
		return this;
	}

	/**
	 * Set up to which number of events they are kept that have not been read.
	 * @param maxRows the number of events, 1,000,000 by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder maxRows(long maxRows) {
		this.maxRows = positive(maxRows, "Maximum of rows");
		return this;
	}

	/**
	 * Set what a committed event survives.
	 * @param synchronous the end of the machine by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder synchronous(Synchronous synchronous) {
		this.synchronous = Arguments.notNull(synchronous, "Synchronous");
		return this;
	}

	/**
	 * Set whether tables that are missing are created.
	 * @param initializeSchema {@code true} by default; otherwise missing tables are an
	 * error
	 * @return this builder
	 */
	public SqliteMessengerBuilder initializeSchema(boolean initializeSchema) {
		this.initializeSchema = initializeSchema;
		return this;
	}

	/**
	 * Set how requests travel whose handlers are in the same messenger.
	 * @param localRequests handlers are called directly by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder localRequests(LocalRequests localRequests) {
		this.localRequests = Arguments.notNull(localRequests, "Local requests");
		return this;
	}

	/**
	 * Set what is told of failures of listeners that have no error handler of their own.
	 * @param errorHandler the error handler, which logs by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder errorHandler(BusErrorHandler errorHandler) {
		this.errorHandler = Arguments.notNull(errorHandler, "Error handler");
		return this;
	}

	/**
	 * Set where listeners and handlers run.
	 * @param executor an executor without bound on its threads, for example one of
	 * virtual threads; not shut down by the messenger. Platform threads by default
	 * @return this builder
	 */
	public SqliteMessengerBuilder executor(Executor executor) {
		this.executor = Arguments.notNull(executor, "Executor");
		return this;
	}

	/**
	 * Set the wall clock, which all processes on the file share.
	 */
	SqliteMessengerBuilder clock(InstantSource clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Open the file and create a messenger.
	 * @return the messenger
	 * @throws SqliteDatabaseException if the file or the data source cannot serve as a
	 * bus
	 */
	public SqliteMessenger build() {
		DataSource application = this.dataSource;
		SqliteFile file = (application != null) ? ApplicationFile.of(application) : this.file;
		SqliteDatabase database = new SqliteDatabase(file, options(), application == null);
		database.prepare();
		Workers workers = (this.executor != null) ? new Workers(this.executor) : Workers.platformThreads("bus-sqlite");
		Core core = new Core(database, workers, this.errorHandler);
		Transactions transactions = (application != null)
				? new Transactions(application, core.router()::signal, core.completions()) : null;
		return new SqliteMessenger(core, transactions);
	}

	private SqliteOptions options() {
		return new SqliteOptions(this.maxPayload, this.requestTimeout, this.retention, this.cleanupInterval,
				this.maxSize, this.maxRows, this.busyTimeout, this.synchronous, this.initializeSchema,
				this.localRequests, this.closeTimeout, this.clock);
	}

	private static Duration positive(Duration duration, String name) {
		if (Arguments.notNull(duration, name).isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be more than zero, but is " + duration);
		}
		return duration;
	}

	private static long positive(long value, String name) {
		if (value <= 0) {
			throw new IllegalArgumentException(name + " must be more than zero, but is " + value);
		}
		return value;
	}

}
