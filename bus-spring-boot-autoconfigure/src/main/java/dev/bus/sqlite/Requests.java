package dev.bus.sqlite;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.NoRespondersException;
import dev.bus.RequestCancelledException;
import dev.bus.RequestHandlerException;
import dev.bus.RequestTimeoutException;
import dev.bus.support.ByteBudget;
import dev.bus.support.Deadline;
import dev.bus.support.ErrorReply;
import dev.bus.support.ReplyWait;

/**
 * The requests of one messenger that are under way.
 */
final class Requests {

	/**
	 * How long to wait after the deadline for what became of the request.
	 */
	private static final long OUTCOME_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

	private final Core core;

	private final Set<PendingRequest> underWay = ConcurrentHashMap.newKeySet();

	private final ReplyWait replyWait = new ReplyWait();

	private final ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT_LIMIT);

	Requests(Core core) {
		this.core = core;
	}

	/**
	 * Send a request and wait for its end.
	 */
	BusMessage send(BusMessage message, long timeoutNanos) {
		PendingRequest request = begin(message, timeoutNanos, false);
		try {
			send(request);
			return await(request);
		}
		finally {
			end(request);
		}
	}

	/**
	 * Send a request without waiting.
	 */
	CompletableFuture<BusMessage> sendAsync(BusMessage message, long timeoutNanos) {
		BusException refused = this.budget.take(message.size());
		if (refused != null) {
			return CompletableFuture.failedFuture(refused);
		}
		PendingRequest request = begin(message, timeoutNanos, true);
		Deadline deadline = this.core.deadlines().after(timeoutNanos, () -> giveUp(request));
		CompletableFuture<BusMessage> future = request.future();
		future.whenComplete((reply, failure) -> {
			deadline.cancel();
			this.budget.giveBack(message.size());
			end(request);
		});
		send(request);
		if (future.isDone()) {
			// ended before it had anything to clean up
			end(request);
		}
		return future;
	}

	private PendingRequest begin(BusMessage message, long timeoutNanos, boolean async) {
		PendingRequest request = new PendingRequest(message, timeoutNanos, async, this.core.workers().isWorker());
		this.underWay.add(request);
		return request;
	}

	private void send(PendingRequest request) {
		if (this.core.options().localRequests() == LocalRequests.PREFER
				&& this.core.requestQueue().takeLocal(request)) {
			return;
		}
		request.handledBy(null);
		RequestInsert insert = new RequestInsert(request, this, this.core.options());
		request.insertedBy(insert);
		this.core.replyInbox().add(insert);
		this.core.waker().wake();
		this.core.writer().submit(insert);
	}

	/**
	 * Told that requests were written.
	 */
	void sent() {
		this.core.requestQueue().signal();
	}

	private BusMessage await(PendingRequest request) {
		try {
			BusMessage reply = awaitOutcome(request);
			RequestHandlerException error = ErrorReply.read(reply);
			if (error != null) {
				throw error;
			}
			return reply;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RequestCancelledException("Interrupted while waiting for the reply to the request to '"
					+ request.message().subject() + "', which a handler may have run", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof BusException failure) {
				throw failure;
			}
			throw new IllegalStateException("Requests end in no other way", ex);
		}
	}

	private BusMessage awaitOutcome(PendingRequest request) throws InterruptedException, ExecutionException {
		CompletableFuture<BusMessage> future = request.future();
		try {
			if (request.insert() == null) {
				this.replyWait.lookFor(future, this.underWay.size() == 1);
			}
			return future.get(request.nanosLeft(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			giveUp(request);
		}
		try {
			return future.get(outcomeNanos(request), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw timeout(request);
		}
	}

	/**
	 * Return how long to wait still for what became of a request whose time is over.
	 */
	private static long outcomeNanos(PendingRequest request) {
		return Math.max(0, request.nanosLeft() + OUTCOME_NANOS);
	}

	/**
	 * End a request whose time is over. Who knows that no handler had it may tell so for
	 * a moment.
	 */
	private void giveUp(PendingRequest request) {
		RequestInsert insert = request.insert();
		if (insert == null) {
			fail(request, timeout(request));
			return;
		}
		if (!this.core.replyInbox().remove(insert)) {
			// a reply was read at this very moment
			return;
		}
		if (insert.withdraw()) {
			fail(request, noResponders(request));
			return;
		}
		this.core.deadlines().after(outcomeNanos(request), () -> fail(request, timeout(request)));
		withdraw(insert, (wasThere) -> fail(request, wasThere ? noResponders(request) : timeout(request)));
	}

	private void withdraw(RequestInsert insert, Consumer<Boolean> outcome) {
		this.core.writer().submit(new RequestWithdrawal(insert.id(), this.core.options().busyTimeoutNanos(), outcome));
	}

	/**
	 * End a request with a failure, on a thread that may run what depends on it.
	 */
	void fail(PendingRequest request, BusException failure) {
		if (request.isAsync() && !request.future().isDone()) {
			this.core.completions().run(() -> request.fail(failure));
		}
		else {
			request.fail(failure);
		}
	}

	/**
	 * Clean up after a request that has ended, however.
	 */
	private void end(PendingRequest request) {
		this.underWay.remove(request);
		// a request that nobody waits for is not run
		request.future().cancel(false);
		RequestInsert insert = request.insert();
		if (insert != null && this.core.replyInbox().remove(insert) && !insert.withdraw()) {
			withdraw(insert, (wasThere) -> {
			});
		}
	}

	/**
	 * End the requests that others wait for and no handler of this messenger has begun.
	 */
	void wake() {
		this.underWay.forEach((request) -> {
			if (!isBegun(request) && !request.isFromWorker()) {
				fail(request, SqliteMessenger.closedException());
			}
		});
	}

	private boolean isBegun(PendingRequest request) {
		RequestInsert insert = request.insert();
		return (insert != null) ? this.core.requestQueue().isAnswering(insert.id()) : request.isBegun();
	}

	/**
	 * End all requests, those whose handlers of this messenger have begun with an error
	 * reply.
	 */
	void abort() {
		this.underWay.forEach((request) -> {
			if (!this.underWay.remove(request)) {
				return;
			}
			if (isBegun(request)) {
				this.core.completions()
					.run(() -> request.complete(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
							"The messenger was closed before the handler had finished")));
			}
			else {
				fail(request, SqliteMessenger.closedException());
			}
		});
	}

	private static NoRespondersException noResponders(PendingRequest request) {
		return new NoRespondersException("Nobody took the request to '" + request.message().subject() + "' within "
				+ millis(request) + " ms: no process serves this subject, or all handlers are busy");
	}

	private static RequestTimeoutException timeout(PendingRequest request) {
		return new RequestTimeoutException("No reply to the request to '" + request.message().subject() + "' within "
				+ millis(request) + " ms: a handler has it, or is too busy to begin it");
	}

	private static long millis(PendingRequest request) {
		return Duration.ofNanos(request.timeoutNanos()).toMillis();
	}

}
