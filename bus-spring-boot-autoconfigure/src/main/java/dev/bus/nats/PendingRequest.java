package dev.bus.nats;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;
import dev.bus.support.ErrorReply;

/**
 * A request from its sending to its end. The first reply, failure or cancellation wins.
 */
final class PendingRequest {

	private final BusMessage message;

	private final String token;

	private final boolean async;

	private final boolean fromWorker;

	private final CompletableFuture<BusMessage> future = new CompletableFuture<>();

	private volatile @Nullable Thread waiter;

	private volatile boolean sent;

	private volatile boolean begun;

	PendingRequest(BusMessage message, String token, boolean async, boolean fromWorker) {
		this.message = message;
		this.token = token;
		this.async = async;
		this.fromWorker = fromWorker;
	}

	BusMessage message() {
		return this.message;
	}

	String token() {
		return this.token;
	}

	/**
	 * Set the thread that waits for the end.
	 */
	void waiter(Thread waiter) {
		this.waiter = waiter;
	}

	/**
	 * Have the thread that waits look again.
	 */
	void wakeWaiter() {
		Thread waiting = this.waiter;
		if (waiting != null && waiting != Thread.currentThread()) {
			LockSupport.unpark(waiting);
		}
	}

	boolean isDone() {
		return this.future.isDone();
	}

	boolean isAsync() {
		return this.async;
	}

	CompletableFuture<BusMessage> future() {
		return this.future;
	}

	/**
	 * Return whether the request was given to a connection, so that it may have reached
	 * somebody.
	 */
	boolean isSent() {
		return this.sent;
	}

	void sent(boolean sent) {
		this.sent = sent;
	}

	void begin() {
		this.begun = true;
	}

	/**
	 * Return whether the request belongs to a call of this messenger: its handler runs
	 * here, or it was sent by a listener or handler.
	 */
	boolean isInternal() {
		return this.begun || this.fromWorker;
	}

	void complete(BusMessage reply) {
		RequestHandlerException error = ErrorReply.read(reply);
		if (error != null) {
			fail(error);
		}
		else {
			this.future.complete(reply);
			wakeWaiter();
		}
	}

	void fail(BusException failure) {
		this.future.completeExceptionally(failure);
		wakeWaiter();
	}

}
