package dev.bus.listener;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

/**
 * The latest run of a listener, from its start to its stop, and the counts of those
 * before it.
 *
 * @param subscription the subscription, {@code null} before the first start
 * @param earlier the counts of earlier runs
 * @param started whether it was started and not stopped
 */
record Run(@Nullable Subscription subscription, SubscriptionStats earlier, boolean started) {

	static final Run NONE = new Run(null, new SubscriptionStats(0, 0, 0, 0, 0, 0), false);

	Run next(Subscription subscription) {
		SubscriptionStats stats = stats();
		return new Run(subscription,
				new SubscriptionStats(stats.delivered(), stats.failed(), stats.dropped(), stats.missed(), 0, 0), true);
	}

	Run stopped() {
		return new Run(this.subscription, this.earlier, false);
	}

	boolean isActive() {
		return this.started && this.subscription != null && this.subscription.isActive();
	}

	SubscriptionStats stats() {
		if (this.subscription == null) {
			return this.earlier;
		}
		SubscriptionStats stats = this.subscription.stats();
		return new SubscriptionStats(this.earlier.delivered() + stats.delivered(),
				this.earlier.failed() + stats.failed(), this.earlier.dropped() + stats.dropped(),
				this.earlier.missed() + stats.missed(), stats.pending(), stats.inFlight());
	}

	void setPaused(boolean paused) {
		if (this.subscription == null) {
			return;
		}
		if (paused) {
			this.subscription.pause();
		}
		else {
			this.subscription.resume();
		}
	}

	/**
	 * End after what was received; a paused one has agreed to handle no more of it.
	 * @return whether everything was handled that should have been
	 */
	boolean drain(Duration timeout) {
		if (!isActive() || this.subscription == null) {
			return true;
		}
		if (this.subscription.isPaused()) {
			this.subscription.unsubscribe();
			return true;
		}
		return this.subscription.drain(timeout);
	}

	void unsubscribe() {
		if (this.subscription != null) {
			this.subscription.unsubscribe();
		}
	}

}
