package dev.bus.memory;

import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.support.StreamSubscription;

/**
 * A stream of the in-memory engine.
 */
final class MemoryStream extends StreamSubscription {

	private final Subscriptions subscriptions;

	MemoryStream(String subject, StreamOptions options, StreamListener listener, Settings settings,
			Subscriptions subscriptions) {
		super(subject, options, listener, settings.errorHandler(), settings.workers(), settings.closeTimeout());
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
