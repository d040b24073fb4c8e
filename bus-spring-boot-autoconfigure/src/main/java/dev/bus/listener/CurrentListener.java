package dev.bus.listener;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * Knows which listener the current thread is a call of, so that one that stops its own
 * application is not waited for.
 */
final class CurrentListener {

	private static final ThreadLocal<@Nullable BusListenerEndpoint> CURRENT = new ThreadLocal<>();

	private CurrentListener() {
	}

	static <T extends @Nullable Object> T call(BusListenerEndpoint endpoint, Callable<T> action) throws Exception {
		BusListenerEndpoint outer = CURRENT.get();
		CURRENT.set(endpoint);
		try {
			return action.call();
		}
		finally {
			CURRENT.set(outer);
		}
	}

	static boolean is(BusListenerEndpoint endpoint) {
		return CURRENT.get() == endpoint;
	}

}
