package dev.bus.benchmark.memory;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import dev.bus.BusMessage;
import dev.bus.Subscription;
import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.load.Waits;
import dev.bus.memory.InMemoryMessenger;

/**
 * How much heap 100,000 subscriptions on as many subjects take, each of which had one
 * message and has nothing to do.
 */
final class IdleSubscriptions implements Trial {

	private static final int COUNT = 100_000;

	private static final int COLLECTIONS = 3;

	private final double divisor;

	private IdleSubscriptions(double divisor) {
		this.divisor = divisor;
	}

	static Trial bytesEach() {
		return new IdleSubscriptions(COUNT);
	}

	static Trial megabytes() {
		return new IdleSubscriptions(1024 * 1024);
	}

	@Override
	public Result run(Timing timing) throws Exception {
		LongAdder arrived = new LongAdder();
		try (InMemoryMessenger messenger = new InMemoryMessenger()) {
			long before = usedHeap();
			List<Subscription> subscriptions = new ArrayList<>(COUNT);
			for (int i = 0; i < COUNT; i++) {
				subscriptions.add(messenger.stream(subject(i), (message) -> arrived.increment()));
			}
			for (int i = 0; i < COUNT; i++) {
				messenger.publish(BusMessage.of(subject(i), new byte[64]));
			}
			Waits.untilArrived(COUNT, arrived::sum);
			long used = usedHeap() - before;
			if (!subscriptions.stream().allMatch(Subscription::isActive)) {
				throw new BenchmarkException("A subscription has ended");
			}
			return Result.of(used / this.divisor);
		}
	}

	private static String subject(int i) {
		return "devices." + i + ".state";
	}

	private static long usedHeap() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
