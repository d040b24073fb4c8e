package dev.bus.nats;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;

/**
 * All subscriptions of one messenger on the server.
 */
final class Intakes {

	/**
	 * How long to wait for the server to confirm a subscription.
	 */
	static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final NatsLink link;

	private final ClientThreads threads;

	private final Set<Intake> open = ConcurrentHashMap.newKeySet();

	Intakes(NatsLink link, ClientThreads threads) {
		this.link = link;
		this.threads = threads;
	}

	NatsLink link() {
		return this.link;
	}

	ClientThreads threads() {
		return this.threads;
	}

	void add(Intake intake) {
		this.open.add(intake);
	}

	void remove(Intake intake) {
		this.open.remove(intake);
	}

	void bind(Connection connection) {
		this.open.forEach((intake) -> intake.bind(connection));
	}

	/**
	 * Have all tell of messages that were dropped.
	 */
	void reportDropped() {
		this.open.forEach(Intake::reportDropped);
	}

	void linkDown() {
		this.open.forEach(Intake::linkDown);
	}

	boolean deny(Denial denial) {
		boolean known = false;
		for (Intake intake : this.open) {
			known |= intake.deny(denial);
		}
		return known;
	}

}
