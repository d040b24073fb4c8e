package dev.bus.nats;

import io.nats.client.Connection;

/**
 * How large a message may be: what is configured, or less where the server takes less.
 */
final class PayloadLimit {

	private final long configured;

	private volatile long bytes;

	PayloadLimit(long configured) {
		this.configured = configured;
		this.bytes = configured;
	}

	void up(Connection connection) {
		long server = connection.getMaxPayload();
		this.bytes = (server > 0) ? Math.min(this.configured, server) : this.configured;
	}

	long bytes() {
		return this.bytes;
	}

}
