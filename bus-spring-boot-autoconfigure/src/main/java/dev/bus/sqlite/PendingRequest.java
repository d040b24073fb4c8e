package dev.bus.sqlite;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;
import dev.bus.support.ErrorReply;
import dev.bus.support.IncomingRequest;

/**
 * A request of this messenger from its sending to its end. The first reply, failure or
 * cancellation wins.
 */
final class PendingRequest implements IncomingRequest {

	private final BusMessage message;

	private final long timeoutNanos;

	private final long deadline;

	private final boolean async;

	private final boolean fromWorker;

	private final CompletableFuture<BusMessage> future = new CompletableFuture<>();

	private volatile @Nullable SqliteServer server;

	private volatile @Nullable RequestInsert insert;

	private volatile boolean begun;

	PendingRequest(BusMessage message, long timeoutNanos, boolean async, boolean fromWorker) {
		this.message = message;
		this.timeoutNanos = timeoutNanos;
		this.deadline = System.nanoTime() + timeoutNanos;
		this.async = async;
		this.fromWorker = fromWorker;
	}

	long timeoutNanos() {
		return this.timeoutNanos;
	}

	/**
	 * Return how much of its time is left.
	 */
	long nanosLeft() {
		return this.deadline - System.nanoTime();
	}

	CompletableFuture<BusMessage> future() {
		return this.future;
	}

	/**
	 * Return whether a listener or handler of the same messenger sent it.
	 */
	boolean isFromWorker() {
		return this.fromWorker;
	}

	/**
	 * Note that it goes to a server of the same messenger.
	 */
	void handledBy(@Nullable SqliteServer server) {
		this.server = server;
	}

	/**
	 * Note that it goes through the file.
	 */
	void insertedBy(RequestInsert insert) {
		this.insert = insert;
	}

	/**
	 * Return what writes it to the file, {@code null} if it does not go through it.
	 */
	@Nullable RequestInsert insert() {
		return this.insert;
	}

	/**
	 * Return whether a handler of the same messenger has been given this request.
	 */
	boolean isBegun() {
		return this.begun;
	}

	boolean isAsync() {
		return this.async;
	}

	@Override
	public BusMessage message() {
		return this.message;
	}

	@Override
	public boolean isAbandoned() {
		boolean abandoned = this.future.isDone() || nanosLeft() <= 0;
		this.begun |= !abandoned;
		if (abandoned) {
			releaseWorker();
		}
		return abandoned;
	}

	@Override
	public @Nullable Runnable reply(BusMessage reply) {
		if (!this.async) {
			// nothing depends on this future but the thread that waits
			releaseWorker();
			this.future.complete(reply);
			return null;
		}
		return () -> {
			releaseWorker();
			complete(reply);
		};
	}

	/**
	 * End with a reply, ordinary or not, on a thread that may run what depends on it.
	 */
	void complete(BusMessage reply) {
		RequestHandlerException error = this.async ? ErrorReply.read(reply) : null;
		if (error != null) {
			this.future.completeExceptionally(error);
		}
		else {
			this.future.complete(reply);
		}
	}

	void fail(BusException failure) {
		this.future.completeExceptionally(failure);
	}

	private void releaseWorker() {
		SqliteServer reserved = this.server;
		if (reserved != null) {
			reserved.finished();
		}
	}

}
