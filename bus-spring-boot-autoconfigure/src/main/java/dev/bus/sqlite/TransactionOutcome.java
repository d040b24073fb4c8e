package dev.bus.sqlite;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;

import dev.bus.MessagePublishException;

/**
 * What becomes of one event that was published in a transaction.
 */
final class TransactionOutcome implements TransactionSynchronization {

	private final CompletableFuture<Void> future = new CompletableFuture<>();

	private final Runnable committed;

	private final Completions completions;

	// made after the event was written: going back to one of them keeps the event
	private final Set<Object> laterSavepoints = new HashSet<>();

	private @Nullable String failure;

	TransactionOutcome(Runnable committed, Completions completions) {
		this.committed = committed;
		this.completions = completions;
	}

	CompletableFuture<Void> future() {
		return this.future;
	}

	@Override
	public void savepoint(Object savepoint) {
		this.laterSavepoints.add(savepoint);
	}

	@Override
	public void savepointRollback(Object savepoint) {
		if (!this.laterSavepoints.contains(savepoint)) {
			this.failure = "The nested transaction was rolled back, and the message with it";
		}
	}

	@Override
	public void afterCompletion(int status) {
		if (status == STATUS_ROLLED_BACK) {
			this.failure = "The transaction was rolled back, and the message with it";
		}
		else if (status == STATUS_UNKNOWN) {
			this.failure = "It is unknown whether the transaction was committed, and the message with it";
		}
		else {
			this.committed.run();
		}
		String reason = this.failure;
		if (reason == null) {
			this.completions.run(() -> this.future.complete(null));
		}
		else {
			this.completions.run(() -> this.future.completeExceptionally(new MessagePublishException(reason)));
		}
	}

}
