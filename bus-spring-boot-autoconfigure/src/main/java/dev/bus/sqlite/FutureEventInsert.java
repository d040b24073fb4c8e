package dev.bus.sqlite;

import java.util.concurrent.CompletableFuture;

import dev.bus.BusMessage;
import dev.bus.support.ByteBudget;

/**
 * An event whose publisher does not wait.
 */
final class FutureEventInsert extends EventInsert {

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	private final Completions completions;

	private final ByteBudget budget;

	/**
	 * Create an event.
	 * @param message the message
	 * @param waitNanos how long to wait for the lock of the file
	 * @param completions complete the future
	 * @param budget gets back the size of the message
	 */
	FutureEventInsert(BusMessage message, long waitNanos, Completions completions, ByteBudget budget) {
		super(message, waitNanos);
		this.completions = completions;
		this.budget = budget;
	}

	CompletableFuture<Void> future() {
		return this.future;
	}

	@Override
	void onCommitted() {
		this.budget.giveBack(message().size());
		this.completions.run(() -> this.future.complete(null));
	}

	@Override
	void onFailed(Throwable failure) {
		this.budget.giveBack(message().size());
		this.completions.run(() -> this.future.completeExceptionally(WriteFailures.asException(failure)));
	}

}
