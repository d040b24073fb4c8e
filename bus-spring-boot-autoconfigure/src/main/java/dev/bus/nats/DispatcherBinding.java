package dev.bus.nats;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;

/**
 * Several subjects, whose messages one thread of the client library gives to a handler
 * that never waits.
 */
final class DispatcherBinding implements Binding {

	private static final long DRAIN_SECONDS = 5;

	private final Connection connection;

	private final Dispatcher dispatcher;

	DispatcherBinding(Connection connection, List<String> subjects, MessageHandler handler) {
		this.connection = connection;
		this.dispatcher = connection.createDispatcher(handler);
		this.dispatcher.setPendingLimits(0, 0);
		subjects.forEach(this.dispatcher::subscribe);
	}

	@Override
	public void drain() {
		try {
			this.dispatcher.drain(Duration.ofSeconds(DRAIN_SECONDS)).get(DRAIN_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			close();
		}
		catch (Exception ex) {
			close();
		}
	}

	@Override
	public void close() {
		try {
			this.connection.closeDispatcher(this.dispatcher);
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			// the connection or the dispatcher is closed already
		}
	}

}
