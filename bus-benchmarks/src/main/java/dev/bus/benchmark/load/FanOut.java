package dev.bus.benchmark.load;

import java.util.concurrent.locks.LockSupport;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * Publishers that send as fast as subscribers take it.
 * <p>
 * At most {@value #WINDOW} messages are under way, and at most 4 MB: publishers wait for
 * room, so that nothing is lost whatever a channel does when it is full.
 *
 * @since 0.1.0
 */
public final class FanOut implements Trial {

	/**
	 * How many messages are under way at most: as many as a stream of default options
	 * buffers, but for a sixteenth.
	 */
	public static final int WINDOW = 60 * 1024;

	private static final int MAX_BYTES = 4 * 1024 * 1024;

	private static final long PARK_NANOS = 20_000;

	private final ChannelFactory channels;

	private final int publishers;

	private final int subscribers;

	private final int payloadSize;

	private final int window;

	/**
	 * Create a trial with messages of 64 bytes.
	 * @param publishers how many threads publish
	 * @param subscribers how many subscribers get every message
	 * @param channels creates the channel
	 */
	public FanOut(int publishers, int subscribers, ChannelFactory channels) {
		this(publishers, subscribers, 64, WINDOW, channels);
	}

	/**
	 * Create a trial.
	 * @param publishers how many threads publish
	 * @param subscribers how many subscribers get every message
	 * @param payloadSize how large a message is, in bytes
	 * @param window how many messages are under way at most
	 * @param channels creates the channel
	 */
	public FanOut(int publishers, int subscribers, int payloadSize, int window, ChannelFactory channels) {
		this.channels = channels;
		this.publishers = publishers;
		this.subscribers = subscribers;
		this.payloadSize = payloadSize;
		this.window = Math.max(1, Math.min(window, MAX_BYTES / payloadSize) / publishers);
	}

	@Override
	public Result run(Timing timing) throws Exception {
		try (Channel channel = this.channels.create(this.subscribers)) {
			Arrivals arrivals = new Arrivals(this.publishers, this.subscribers, channel.isConcurrent());
			for (int i = 0; i < this.subscribers; i++) {
				channel.subscribe(arrivals.subscriber(i));
			}
			LoadThreads threads = new LoadThreads();
			for (int i = 0; i < this.publishers; i++) {
				int publisher = i;
				threads.start(() -> publish(channel, publisher, arrivals, threads));
			}
			double rate = timing.rate(arrivals::total);
			long published = threads.stop();
			Waits.untilArrived(published * this.subscribers, arrivals::total);
			return Result.of(rate);
		}
	}

	private long publish(Channel channel, int publisher, Arrivals arrivals, LoadThreads threads) throws Exception {
		long published = 0;
		long allowed = this.window;
		while (!threads.isStopped()) {
			if (published == allowed) {
				allowed = arrivals.of(publisher) + this.window;
				if (published == allowed) {
					LockSupport.parkNanos(PARK_NANOS);
				}
				continue;
			}
			byte[] payload = new byte[this.payloadSize];
			payload[0] = (byte) publisher;
			channel.publish(payload);
			published++;
		}
		return published;
	}

}
