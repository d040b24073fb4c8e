package dev.bus.sqlite;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.bus.BusMessage;
import dev.bus.support.IncomingRequest;

/**
 * A request that was claimed from the file. It gets one reply.
 */
final class FileRequest implements IncomingRequest {

	private final String id;

	private final BusMessage message;

	// by a clock that does not jump
	private final long claimedAt = System.nanoTime();

	private final long nanosLeft;

	private final SqliteServer server;

	private final AtomicBoolean replied = new AtomicBoolean();

	/**
	 * Create a request.
	 * @param id its id, which its reply bears
	 * @param message the request
	 * @param nanosLeft how long its requester still waits, in nanoseconds
	 * @param server who claimed it
	 */
	FileRequest(String id, BusMessage message, long nanosLeft, SqliteServer server) {
		this.id = id;
		this.message = message;
		this.nanosLeft = nanosLeft;
		this.server = server;
	}

	String id() {
		return this.id;
	}

	@Override
	public BusMessage message() {
		return this.message;
	}

	@Override
	public boolean isAbandoned() {
		// claimed a moment ago for a worker that was free
		return false;
	}

	@Override
	public Runnable reply(BusMessage reply) {
		answer(reply);
		return () -> this.server.finished(this);
	}

	/**
	 * Have a reply written, unless there is one or nobody waits for it any more.
	 */
	void answer(BusMessage reply) {
		if (this.replied.compareAndSet(false, true) && System.nanoTime() - this.claimedAt < this.nanosLeft) {
			this.server.writeReply(this, reply);
		}
	}

}
