package dev.bus.memory;

import dev.bus.AsyncRequestHandler;
import dev.bus.ServeOptions;
import dev.bus.support.ServeSubscription;

/**
 * A served subject of the in-memory engine.
 */
final class MemoryServer extends ServeSubscription {

	private final Subscriptions subscriptions;

	MemoryServer(String subject, ServeOptions options, AsyncRequestHandler handler, Settings settings,
			Subscriptions subscriptions) {
		super(subject, options, handler, settings.maxPayload(), settings.workers(), settings.closeTimeout());
		this.subscriptions = subscriptions;
	}

	@Override
	protected void join() {
		this.subscriptions.join(this);
	}

	@Override
	protected void leave() {
		this.subscriptions.leave(this);
	}

	@Override
	protected void ended() {
		this.subscriptions.ended(this);
	}

}
