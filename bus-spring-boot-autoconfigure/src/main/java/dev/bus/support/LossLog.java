package dev.bus.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages that one subscription loses, and tells of them without flooding the
 * log: at the first, at most once a minute while it lasts, and with the total at the end.
 *
 * @since 0.1.0
 */
public final class LossLog {

	private static final Log logger = LogFactory.getLog(LossLog.class);

	private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

	private final Supplier<String> subscription;

	private final Supplier<String> reason;

	private final LongAdder total = new LongAdder();

	private final AtomicReference<@Nullable Episode> episode = new AtomicReference<>();

	/**
	 * Create a log.
	 * @param subscription what the log calls the subscription
	 * @param reason why messages are lost and what to do, told with the first
	 */
	public LossLog(String subscription, String reason) {
		this(() -> subscription, () -> reason);
	}

	/**
	 * Create a log whose texts take no memory before they are needed.
	 * @param subscription returns what the log calls the subscription
	 * @param reason returns why messages are lost and what to do
	 */
	LossLog(Supplier<String> subscription, Supplier<String> reason) {
		this.subscription = subscription;
		this.reason = reason;
	}

	/**
	 * Count lost messages.
	 * @param count how many
	 */
	public void lost(long count) {
		this.total.add(count);
		Episode current = this.episode.get();
		if (current == null) {
			current = new Episode(this.total.sum() - count);
			if (this.episode.compareAndSet(null, current)) {
				logger.warn(this.subscription.get() + " loses messages: " + this.reason.get());
				return;
			}
		}
		if (current.isDue()) {
			logger.warn(this.subscription.get() + " goes on losing messages, " + (this.total.sum() - current.before)
					+ " so far: " + this.reason.get());
		}
	}

	/**
	 * Count messages that were given up on purpose, which needs no warning.
	 * @param count how many
	 */
	public void discarded(long count) {
		this.total.add(count);
	}

	/**
	 * Tell that there is room again.
	 */
	public void recovered() {
		Episode ended = (this.episode.get() != null) ? this.episode.getAndSet(null) : null;
		if (ended != null) {
			logger.warn(this.subscription.get() + " lost " + (this.total.sum() - ended.before)
					+ " messages and has now caught up");
		}
	}

	/**
	 * Return how many messages were lost or discarded.
	 * @return the total since the subscription began
	 */
	public long total() {
		return this.total.sum();
	}

	/**
	 * Return whether messages were lost since the last recovery.
	 * @return {@code true} between the first loss and {@link #recovered()}
	 */
	public boolean isLosing() {
		return this.episode.get() != null;
	}

	private static final class Episode {

		private final long before;

		private final AtomicLong nextReport = new AtomicLong(System.nanoTime() + INTERVAL);

		private Episode(long before) {
			this.before = before;
		}

		private boolean isDue() {
			long next = this.nextReport.get();
			long now = System.nanoTime();
			return now - next >= 0 && this.nextReport.compareAndSet(next, now + INTERVAL);
		}

	}

}
