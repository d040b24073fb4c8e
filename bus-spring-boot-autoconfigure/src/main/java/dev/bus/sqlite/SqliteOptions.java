package dev.bus.sqlite;

import java.time.Duration;

/**
 * What a messenger was built with.
 */
record SqliteOptions(long maxPayload, Duration requestTimeout, Duration retention, Duration cleanupInterval,
		long maxSize, long maxRows, Duration busyTimeout, Synchronous synchronous, boolean initializeSchema,
		LocalRequests localRequests, Duration closeTimeout) {

	long busyTimeoutNanos() {
		return this.busyTimeout.toNanos();
	}

}
