package dev.bus.benchmark.nats;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.load.LoadThreads;
import dev.bus.benchmark.load.Publisher;
import dev.bus.benchmark.load.Waits;

/**
 * One thread that publishes as fast as it may to a subject that nobody subscribed to; the
 * server counts.
 */
final class NatsPublish implements Trial {

	private static final int PAYLOAD_SIZE = 64;

	private final NatsServer server;

	private final Publisher publisher;

	NatsPublish(NatsServer server, Publisher publisher) {
		this.server = server;
		this.publisher = publisher;
	}

	@Override
	public Result run(Timing timing) throws Exception {
		try (this.publisher) {
			Waits.untilArrived(0, this.server::received);
			LoadThreads threads = new LoadThreads();
			threads.start(() -> publish(threads));
			double rate = timing.rate(this.server::received);
			Waits.untilArrived(threads.stop(), this.server::received);
			return Result.of(rate);
		}
	}

	private long publish(LoadThreads threads) throws Exception {
		long published = 0;
		while (!threads.isStopped()) {
			this.publisher.publish(new byte[PAYLOAD_SIZE]);
			published++;
		}
		return published;
	}

}
