package dev.bus.memory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.MessagePublishException;
import dev.bus.RequestCancelledException;
import dev.bus.RequestHandlerException;
import dev.bus.RequestTimeoutException;
import dev.bus.support.ByteBudget;
import dev.bus.support.Deadline;
import dev.bus.support.Deadlines;
import dev.bus.support.ErrorReply;
import dev.bus.support.ReplyWait;
import dev.bus.support.Workers;

/**
 * The requests of one messenger that are under way.
 */
final class Requests {

	private final Workers workers;

	private final Set<PendingRequest> underWay = ConcurrentHashMap.newKeySet();

	private final Deadlines deadlines = new Deadlines("bus-memory-deadlines");

	private final ReplyWait replyWait = new ReplyWait();

	private final ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT_LIMIT);

	Requests(Workers workers) {
		this.workers = workers;
	}

	/**
	 * Note a request before it is handed over, so that {@link #wake()} finds it.
	 */
	PendingRequest begin(BusMessage message, long timeoutNanos, boolean async) {
		PendingRequest request = new PendingRequest(message, timeoutNanos, async, this.workers.isWorker());
		this.underWay.add(request);
		return request;
	}

	void forget(PendingRequest request) {
		this.underWay.remove(request);
	}

	/**
	 * Wait for the reply to a request that was handed over.
	 */
	BusMessage await(PendingRequest request, long timeoutNanos) {
		try {
			this.replyWait.lookFor(request.future(), this.underWay.size() == 1);
			BusMessage reply = request.future().get(request.nanosLeft(), TimeUnit.NANOSECONDS);
			RequestHandlerException error = ErrorReply.read(reply);
			if (error != null) {
				throw error;
			}
			return reply;
		}
		catch (TimeoutException ex) {
			throw timeout(request.message(), timeoutNanos);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RequestCancelledException("Interrupted while waiting for the reply to the request to '"
					+ request.message().subject() + "', which a handler may have run", ex);
		}
		catch (ExecutionException ex) {
			throw asBusException(ex);
		}
		finally {
			// a request that nobody waits for is not run
			request.future().cancel(false);
			forget(request);
		}
	}

	/**
	 * Arrange for the end of an asynchronous request that was handed over.
	 */
	CompletableFuture<BusMessage> watch(PendingRequest request, long timeoutNanos) {
		CompletableFuture<BusMessage> future = request.future();
		Deadline deadline = this.deadlines.after(timeoutNanos,
				() -> this.workers.execute(() -> request.fail(timeout(request.message(), timeoutNanos))));
		int bytes = request.message().size();
		future.whenComplete((reply, ex) -> {
			deadline.cancel();
			this.budget.giveBack(bytes);
			forget(request);
		});
		return future;
	}

	/**
	 * Take the payload of an asynchronous request out of the budget.
	 * @throws MessagePublishException if too much is under way
	 */
	void reserve(BusMessage message) {
		MessagePublishException refused = this.budget.take(message.size());
		if (refused != null) {
			throw refused;
		}
	}

	void giveBack(BusMessage message) {
		this.budget.giveBack(message.size());
	}

	/**
	 * End the requests that others wait for and no handler has begun.
	 */
	void wake() {
		this.underWay.forEach((request) -> {
			if (!request.isBegun() && !request.isFromWorker()) {
				this.workers.execute(() -> request.fail(closed()));
			}
		});
	}

	/**
	 * Answer all requests whose handlers did not end in time.
	 */
	void abort() {
		this.underWay.forEach((request) -> {
			if (!request.isReplied()) {
				abort(request);
			}
		});
		this.deadlines.shutdown();
	}

	private void abort(PendingRequest request) {
		Runnable afterwards = request.reply(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
				"The messenger was closed before the handler had finished"));
		if (afterwards != null) {
			this.workers.execute(afterwards);
		}
	}

	static ConnectionClosedException closed() {
		return new ConnectionClosedException(
				"The in-memory messenger was closed: it carries no further messages, create another one");
	}

	private static RequestTimeoutException timeout(BusMessage message, long timeoutNanos) {
		return new RequestTimeoutException("No reply to the request to '" + message.subject() + "' within "
				+ Duration.ofNanos(timeoutNanos).toMillis() + " ms: a handler has it, or is too busy to begin it");
	}

	private static BusException asBusException(ExecutionException failure) {
		if (failure.getCause() instanceof BusException cause) {
			return cause;
		}
		throw new IllegalStateException("Requests end in no other way", failure);
	}

}
