package dev.bus.nats;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.bus.BusErrorHandler;
import dev.bus.support.Workers;

/**
 * What a messenger was built with.
 */
record Settings(Workers workers, BusErrorHandler errorHandler, Duration requestTimeout, Duration closeTimeout,
		long maxPayload, @Nullable NatsService service) {

}
