package dev.bus.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

import dev.bus.sqlite.LocalRequests;
import dev.bus.sqlite.Synchronous;

/**
 * Configuration properties of the SQLite engine.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("bus.sqlite")
public class BusSqliteProperties {

	/**
	 * Path of the file, which is created if it does not exist. Its directory must exist.
	 */
	private String path = "bus.db";

	/**
	 * Size of the file up to which events are kept for subscriptions that have not read
	 * them. Of the bus' own file only.
	 */
	private DataSize maxSize = DataSize.ofGigabytes(1);

	/**
	 * Number of events up to which they are kept for subscriptions that have not read
	 * them.
	 */
	private long maxRows = 1000000;

	/**
	 * Whether the database of the application's DataSource carries the bus, so that
	 * messages that are published within a transaction are part of it.
	 */
	private boolean useApplicationDataSource = false;

	/**
	 * Whether to create tables that are missing.
	 */
	private InitializeSchema initializeSchema = InitializeSchema.ALWAYS;

	/**
	 * What a published message survives.
	 */
	private Synchronous synchronous = Synchronous.FULL;

	/**
	 * How long to wait for other processes that hold the write lock.
	 */
	private Duration busyTimeout = Duration.ofSeconds(5);

	/**
	 * How long events are kept that every subscription has read. In full seconds.
	 */
	private Duration retention = Duration.ofMinutes(5);

	/**
	 * Time between two clean-ups of the file.
	 */
	private Duration cleanupInterval = Duration.ofMinutes(1);

	/**
	 * How a request travels whose handler is in the same application.
	 */
	private LocalRequests localRequests = LocalRequests.PREFER;

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public long getMaxRows() {
		return this.maxRows;
	}

	public void setMaxRows(long maxRows) {
		this.maxRows = maxRows;
	}

	public boolean isUseApplicationDataSource() {
		return this.useApplicationDataSource;
	}

	public void setUseApplicationDataSource(boolean useApplicationDataSource) {
		this.useApplicationDataSource = useApplicationDataSource;
	}

	public InitializeSchema getInitializeSchema() {
		return this.initializeSchema;
	}

	public void setInitializeSchema(InitializeSchema initializeSchema) {
		this.initializeSchema = initializeSchema;
	}

	public Synchronous getSynchronous() {
		return this.synchronous;
	}

	public void setSynchronous(Synchronous synchronous) {
		this.synchronous = synchronous;
	}

	public Duration getBusyTimeout() {
		return this.busyTimeout;
	}

	public void setBusyTimeout(Duration busyTimeout) {
		this.busyTimeout = busyTimeout;
	}

	public Duration getRetention() {
		return this.retention;
	}

	public void setRetention(Duration retention) {
		this.retention = retention;
	}

	public Duration getCleanupInterval() {
		return this.cleanupInterval;
	}

	public void setCleanupInterval(Duration cleanupInterval) {
		this.cleanupInterval = cleanupInterval;
	}

	public LocalRequests getLocalRequests() {
		return this.localRequests;
	}

	public void setLocalRequests(LocalRequests localRequests) {
		this.localRequests = localRequests;
	}

	/**
	 * When the tables of the bus are created.
	 */
	public enum InitializeSchema {

		/**
		 * Tables and columns that are missing are created.
		 */
		ALWAYS,

		/**
		 * Tables and columns that are missing are an error.
		 */
		NEVER

	}

}
