package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * Waits that end.
 *
 * @since 0.1.0
 */
public final class Waits {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private Waits() {
	}

	/**
	 * Wait until all that was sent has arrived.
	 * @param sent how much was sent
	 * @param arrived how much has arrived
	 * @throws BenchmarkException if more has arrived, or less and nothing more arrives
	 * within 5 seconds
	 * @throws InterruptedException if interrupted
	 */
	public static void untilArrived(long sent, LongSupplier arrived) throws InterruptedException {
		long total = arrived.getAsLong();
		long lastArrival = System.nanoTime();
		while (total < sent && System.nanoTime() - lastArrival < PATIENCE.toNanos()) {
			TimeUnit.MILLISECONDS.sleep(1);
			long before = total;
			total = arrived.getAsLong();
			lastArrival = (total != before) ? System.nanoTime() : lastArrival;
		}
		if (total != sent) {
			throw new BenchmarkException("Of " + sent + " messages " + total + " arrived");
		}
	}

}
