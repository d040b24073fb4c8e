package dev.bus.memory;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;
import dev.bus.support.ErrorReply;
import dev.bus.support.IncomingRequest;

/**
 * A request from its sending to its end. The first reply, failure or cancellation wins.
 */
final class PendingRequest implements IncomingRequest {

	private final BusMessage message;

	private final long deadline;

	private final boolean async;

	private final boolean fromWorker;

	private final CompletableFuture<BusMessage> future = new CompletableFuture<>();

	private volatile boolean begun;

	private volatile boolean replied;

	PendingRequest(BusMessage message, long timeoutNanos, boolean async, boolean fromWorker) {
		this.message = message;
		this.deadline = System.nanoTime() + timeoutNanos;
		this.async = async;
		this.fromWorker = fromWorker;
	}

	@Override
	public BusMessage message() {
		return this.message;
	}

	@Override
	public boolean isAbandoned() {
		boolean abandoned = this.future.isDone() || nanosLeft() <= 0;
		this.begun |= !abandoned;
		return abandoned;
	}

	@Override
	public @Nullable Runnable reply(BusMessage reply) {
		this.replied = true;
		if (!this.async) {
			// nothing depends on this future but the thread that waits
			this.future.complete(reply);
			return null;
		}
		return () -> {
			RequestHandlerException error = ErrorReply.read(reply);
			if (error != null) {
				this.future.completeExceptionally(error);
			}
			else {
				this.future.complete(reply);
			}
		};
	}

	CompletableFuture<BusMessage> future() {
		return this.future;
	}

	/**
	 * Return how much of its time is left.
	 */
	long nanosLeft() {
		return this.deadline - System.nanoTime();
	}

	/**
	 * Return whether a handler has been given this request.
	 */
	boolean isBegun() {
		return this.begun;
	}

	/**
	 * Return whether there is a reply, which may still be on its way to the requester.
	 */
	boolean isReplied() {
		return this.replied;
	}

	/**
	 * Return whether a listener or handler of the same messenger sent it.
	 */
	boolean isFromWorker() {
		return this.fromWorker;
	}

	void fail(BusException failure) {
		this.future.completeExceptionally(failure);
	}

}
