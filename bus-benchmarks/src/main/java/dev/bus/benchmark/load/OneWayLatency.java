package dev.bus.benchmark.load;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * One publisher that sends at a moderate rate to one subscriber: how long each message of
 * 64 bytes takes. The value is a percentile in microseconds, with {@code p50} and
 * {@code p99} as details.
 *
 * @since 0.1.0
 */
public final class OneWayLatency implements Trial {

	private static final int PAYLOAD_SIZE = 64;

	private final int perSecond;

	private final double percentile;

	private final ChannelFactory channels;

	/**
	 * Create a trial.
	 * @param perSecond how many messages are sent in a second
	 * @param percentile the share of messages that take at most the time that counts
	 * @param channels creates the channel
	 */
	public OneWayLatency(int perSecond, double percentile, ChannelFactory channels) {
		this.perSecond = perSecond;
		this.percentile = percentile;
		this.channels = channels;
	}

	@Override
	public Result run(Timing timing) throws Exception {
		try (Channel channel = this.channels.create(1)) {
			Receiver receiver = new Receiver();
			channel.subscribe(receiver::accept);
			long sent = warmUp(channel, receiver, timing);
			receiver.recording = true;
			sent += publish(channel, timing);
			Waits.untilArrived(sent, receiver.arrived::get);
			return receiver.result(this.percentile);
		}
	}

	/**
	 * Send one message after the other, each when the one before has arrived.
	 */
	private static long warmUp(Channel channel, Receiver receiver, Timing timing) throws Exception {
		long end = System.nanoTime() + timing.warmup().toNanos();
		long sent = 0;
		while (System.nanoTime() < end) {
			channel.publish(stamped());
			sent++;
			while (receiver.arrived.get() < sent && System.nanoTime() < end) {
				Thread.onSpinWait();
			}
		}
		Waits.untilArrived(sent, receiver.arrived::get);
		return sent;
	}

	private long publish(Channel channel, Timing timing) throws Exception {
		long interval = 1_000_000_000L / this.perSecond;
		long begin = System.nanoTime();
		long count = timing.measured().toNanos() / interval;
		for (long i = 0; i < count; i++) {
			long wait = begin + i * interval - System.nanoTime();
			while (wait > 0) {
				LockSupport.parkNanos(wait);
				wait = begin + i * interval - System.nanoTime();
			}
			channel.publish(stamped());
		}
		return count;
	}

	private static byte[] stamped() {
		return ByteBuffer.allocate(PAYLOAD_SIZE).putLong(System.nanoTime()).array();
	}

	private static final class Receiver {

		private final AtomicLong arrived = new AtomicLong();

		private final Histogram histogram = new Histogram();

		private volatile boolean recording;

		void accept(byte[] payload) {
			long now = System.nanoTime();
			if (this.recording) {
				this.histogram.record(now - ByteBuffer.wrap(payload).getLong());
			}
			this.arrived.lazySet(this.arrived.getPlain() + 1);
		}

		Result result(double percentile) {
			return Result.of(this.histogram.micros(percentile))
				.with("p50", this.histogram.micros(0.5))
				.with("p99", this.histogram.micros(0.99));
		}

	}

}
