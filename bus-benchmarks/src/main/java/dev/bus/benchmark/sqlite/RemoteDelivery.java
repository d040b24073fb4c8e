package dev.bus.benchmark.sqlite;

import java.time.Duration;
import java.util.List;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.JvmProcess;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.load.LatencyProbe;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.benchmark.load.Waits;

/**
 * Receives what another process publishes at a moderate rate. The value is the median of
 * the time from before the publish until the delivery, in microseconds.
 */
final class RemoteDelivery implements Trial {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private final BenchmarkFile file;

	private final int perSecond;

	RemoteDelivery(BenchmarkFile file, int perSecond) {
		this.file = file;
		this.perSecond = perSecond;
	}

	@Override
	public Result run(Timing timing) throws Exception {
		LatencyProbe probe = new LatencyProbe();
		try (MessengerChannel channel = new MessengerChannel(SqliteMessengers.create(this.file))) {
			channel.subscribe(probe::accept);
			Waits.untilArrived(publish(timing), probe::arrived);
		}
		return probe.histogram().result(0.5);
	}

	private long publish(Timing timing) {
		try (JvmProcess process = RemoteProcess.start(RemotePublisher.class, this.file.path().toString(),
				String.valueOf(this.perSecond), timing.toText())) {
			int exitCode = process.await(START_TIMEOUT.plus(timing.total()));
			List<String> output = process.output();
			if (exitCode != 0 || output.isEmpty()) {
				throw new BenchmarkException("The publishing process failed: " + String.join(" ", process.errors()));
			}
			return Long.parseLong(output.get(output.size() - 1));
		}
	}

}
