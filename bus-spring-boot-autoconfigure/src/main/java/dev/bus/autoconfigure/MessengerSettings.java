package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import dev.bus.BusErrorHandler;
import dev.bus.support.Arguments;

/**
 * What the messengers of all engines are created with.
 *
 * @param requestTimeout how long a request waits for its reply where nothing else is said
 * @param maxPayload the greatest size of a message, payload and headers, in bytes
 * @param executor runs listeners and handlers; {@code null} for the engine's own threads
 * @param errorHandler told of messages that a stream listener failed to handle;
 * {@code null} for one that logs them
 */
record MessengerSettings(Duration requestTimeout, long maxPayload, @Nullable Executor executor,
		@Nullable BusErrorHandler errorHandler) {

	static MessengerSettings of(BusProperties properties, @Nullable Executor executor,
			@Nullable BusErrorHandler errorHandler) {
		Duration requestTimeout = properties.getRequestTimeout();
		PropertyValue.apply("bus.request-timeout", requestTimeout, Arguments::timeoutNanos);
		long maxPayload = PropertyValue.apply("bus.max-payload", properties.getMaxPayload(),
				(size) -> Arguments.maxPayload(size.toBytes()));
		return new MessengerSettings(requestTimeout, maxPayload, executor, errorHandler);
	}

}
