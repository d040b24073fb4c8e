package dev.bus.sqlite;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What a messenger was built with.
 */
record SqliteOptions(long maxPayload, Duration requestTimeout, Duration retention, Duration cleanupInterval,
		long maxSize, long maxRows, Duration busyTimeout, Synchronous synchronous, boolean initializeSchema,
		LocalRequests localRequests, Duration closeTimeout, InstantSource clock) {

	long busyTimeoutNanos() {
		return this.busyTimeout.toNanos();
	}

}
