package dev.bus.benchmark.harness;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a trial warms up and measures.
 *
 * @param warmup how long to warm up at least
 * @param maxWarmup how long to warm up at most, while code is being compiled
 * @param round how long a measured round takes
 * @param rounds how many rounds are measured one after another
 * @since 0.1.0
 */
public record Timing(Duration warmup, Duration maxWarmup, Duration round, int rounds) {

	/**
	 * Create a timing.
	 */
	public Timing {
		if (warmup.isNegative() || warmup.compareTo(maxWarmup) > 0) {
			throw new IllegalArgumentException(
					"Warm-up must be zero to its maximum, but is " + warmup + " of " + maxWarmup);
		}
		if (round.isNegative() || round.isZero() || rounds < 1) {
			throw new IllegalArgumentException("Rounds must be positive, but are " + round + " and " + rounds);
		}
	}

	/**
	 * Return how long all measured rounds take.
	 * @return the time without the warm-up
	 */
	public Duration measured() {
		return this.round.multipliedBy(this.rounds);
	}

	/**
	 * Return how long warm-up and all measured rounds take at most.
	 * @return the whole time
	 */
	public Duration total() {
		return this.maxWarmup.plus(measured());
	}

	/**
	 * Begin to warm up.
	 * @return tells when it is over
	 */
	public WarmUp warmUp() {
		return new WarmUp(this.warmup, this.maxWarmup);
	}

	/**
	 * Warm up, then watch a count that other threads raise.
	 * @param count the count
	 * @return how much it was raised in a second: the median of the rounds
	 * @throws InterruptedException if interrupted
	 */
	public double rate(LongSupplier count) throws InterruptedException {
		return rate(count, () -> {
		});
	}

	/**
	 * Warm up, then watch a count that other threads raise.
	 * @param count the count
	 * @param warm called once, when the warm-up is over
	 * @return how much it was raised in a second: the median of the rounds
	 * @throws InterruptedException if interrupted
	 */
	public double rate(LongSupplier count, Runnable warm) throws InterruptedException {
		warmUp().await();
		warm.run();
		double[] rates = new double[this.rounds];
		for (int i = 0; i < this.rounds; i++) {
			long begin = System.nanoTime();
			long before = count.getAsLong();
			TimeUnit.NANOSECONDS.sleep(this.round.toNanos());
			long raised = count.getAsLong() - before;
			rates[i] = raised * 1e9 / (System.nanoTime() - begin);
		}
		return Statistics.median(rates);
	}

	/**
	 * Return this timing as text.
	 * @return the text
	 * @see #parse(String)
	 */
	public String toText() {
		return this.warmup + "," + this.maxWarmup + "," + this.round + "," + this.rounds;
	}

	/**
	 * Read a timing from text.
	 * @param text the text
	 * @return the timing
	 */
	public static Timing parse(String text) {
		String[] parts = text.split(",");
		return new Timing(Duration.parse(parts[0]), Duration.parse(parts[1]), Duration.parse(parts[2]),
				Integer.parseInt(parts[3]));
	}

}
