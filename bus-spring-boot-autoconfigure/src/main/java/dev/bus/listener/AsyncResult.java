package dev.bus.listener;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;

/**
 * What a listener method returned if it will be known later. Reactor may be absent.
 */
final class AsyncResult {

	private static final boolean REACTOR_PRESENT = ClassUtils.isPresent("reactor.core.publisher.Mono",
			AsyncResult.class.getClassLoader());

	private AsyncResult() {
	}

	static boolean isSupported(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || (REACTOR_PRESENT && Reactor.isMono(type));
	}

	/**
	 * Return the future of a result.
	 * @param result what the method returned
	 * @return the future, or {@code null} if the result is there already
	 */
	static @Nullable CompletableFuture<?> of(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage.toCompletableFuture();
		}
		return (REACTOR_PRESENT && result != null) ? Reactor.future(result) : null;
	}

	/**
	 * Wait for the end of a result. An interruption ends the wait and withdraws the work.
	 * @param result what the method returned
	 * @throws Exception what the work failed with, or the interruption
	 */
	static void await(@Nullable Object result) throws Exception {
		CompletableFuture<?> future = of(result);
		if (future == null) {
			return;
		}
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception cause) ? cause : ex;
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
	}

	private static final class Reactor {

		private Reactor() {
		}

		static boolean isMono(Class<?> type) {
			return Mono.class.isAssignableFrom(type);
		}

		static @Nullable CompletableFuture<?> future(Object result) {
			return (result instanceof Mono<?> mono) ? mono.toFuture() : null;
		}

	}

}
