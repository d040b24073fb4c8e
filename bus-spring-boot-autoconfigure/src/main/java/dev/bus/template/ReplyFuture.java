package dev.bus.template;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;

/**
 * Completes with the converted reply of a request, on the thread that brings the reply.
 * Unlike a dependent stage it hands a cancellation on to the request, and fails with the
 * exception of the request itself.
 *
 * @param <T> the type of the converted reply
 */
class ReplyFuture<T extends @Nullable Object> extends CompletableFuture<T> {

	private final CompletableFuture<BusMessage> request;

	ReplyFuture(CompletableFuture<BusMessage> request, Function<BusMessage, T> reader) {
		this.request = request;
		request.whenComplete((reply, error) -> {
			if (error != null) {
				completeExceptionally(error);
			}
			else {
				read(reply, reader);
			}
		});
	}

	private void read(BusMessage reply, Function<BusMessage, T> reader) {
		try {
			complete(reader.apply(reply));
		}
		catch (Throwable ex) {
			// an Error too: somebody waits for this future
			completeExceptionally(ex);
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (cancelled) {
			this.request.cancel(mayInterruptIfRunning);
		}
		return cancelled;
	}

}
