package dev.bus.benchmark.load;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;

import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.WarmUp;

/**
 * Publishes one message after the other as a warm-up, then at a moderate rate.
 *
 * @since 0.1.0
 */
public final class PacedPublisher {

	private static final long NANOS_PER_SECOND = 1_000_000_000L;

	private static final long WARM_UP_PAUSE_NANOS = 20_000;

	private final Publisher publisher;

	private final long interval;

	/**
	 * Create a paced publisher.
	 * @param publisher where to publish
	 * @param perSecond how many messages are sent in a second
	 */
	public PacedPublisher(Publisher publisher, int perSecond) {
		this.publisher = publisher;
		this.interval = NANOS_PER_SECOND / perSecond;
	}

	/**
	 * Publish.
	 * @param timing how long to warm up and to publish
	 * @param arrived whether as many messages have arrived, so that the warm-up sends the
	 * next
	 * @return how many messages were published
	 * @throws Exception if publishing failed
	 */
	public long publish(Timing timing, LongPredicate arrived) throws Exception {
		return warmUp(timing.warmUp(), arrived) + pace(timing.measured().toNanos() / this.interval);
	}

	private long warmUp(WarmUp warmUp, LongPredicate arrived) throws Exception {
		long sent = 0;
		while (!warmUp.isOver()) {
			this.publisher.publish(LatencyProbe.payload(false));
			sent++;
			while (!arrived.test(sent) && !warmUp.isOver()) {
				Thread.onSpinWait();
			}
			// so that the subscriber sleeps and is woken for each, as when it is measured
			LockSupport.parkNanos(WARM_UP_PAUSE_NANOS);
		}
		return sent;
	}

	private long pace(long count) throws Exception {
		long begin = System.nanoTime();
		for (long i = 1; i <= count; i++) {
			long wait = begin + i * this.interval - System.nanoTime();
			while (wait > 0) {
				LockSupport.parkNanos(wait);
				wait = begin + i * this.interval - System.nanoTime();
			}
			this.publisher.publish(LatencyProbe.payload(true));
		}
		return count;
	}

}
