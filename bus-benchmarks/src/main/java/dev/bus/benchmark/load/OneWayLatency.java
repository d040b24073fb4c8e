package dev.bus.benchmark.load;

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
			LatencyProbe probe = new LatencyProbe();
			channel.subscribe(probe::accept);
			PacedPublisher publisher = new PacedPublisher(channel, this.perSecond);
			long published = publisher.publish(timing, (sent) -> probe.arrived() >= sent);
			Waits.untilArrived(published, probe::arrived);
			return probe.histogram().result(this.percentile);
		}
	}

}
