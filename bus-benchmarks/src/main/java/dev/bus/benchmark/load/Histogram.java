package dev.bus.benchmark.load;

import dev.bus.benchmark.harness.Result;

/**
 * Counts times; each in a bucket that is at most 1.6 % wide. Not safe for use by several
 * threads at once.
 *
 * @since 0.1.0
 */
public final class Histogram {

	private static final int SUB_BITS = 6;

	private static final int SUB_BUCKETS = 1 << SUB_BITS;

	private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];

	private long total;

	private long max;

	/**
	 * Count a time.
	 * @param nanos the time in nanoseconds
	 */
	public void record(long nanos) {
		long value = Math.max(0, nanos);
		this.counts[bucket(value)]++;
		this.total++;
		this.max = Math.max(this.max, value);
	}

	/**
	 * Count what another one has counted.
	 * @param other the other one
	 */
	public void add(Histogram other) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += other.counts[i];
		}
		this.total += other.total;
		this.max = Math.max(this.max, other.max);
	}

	/**
	 * Return how many times were counted.
	 * @return the number
	 */
	public long total() {
		return this.total;
	}

	/**
	 * Return the longest time.
	 * @return the time in microseconds
	 */
	public double maxMicros() {
		return this.max / 1000.0;
	}

	/**
	 * Return the time that a share of all times does not exceed.
	 * @param share the share, more than 0 and at most 1
	 * @return the time in microseconds
	 */
	public double micros(double share) {
		if (this.total == 0) {
			throw new IllegalStateException("No time was measured");
		}
		long rank = (long) Math.ceil(this.total * share);
		long seen = 0;
		int bucket = -1;
		while (seen < rank) {
			bucket++;
			seen += this.counts[bucket];
		}
		return middle(bucket) / 1000.0;
	}

	/**
	 * Return a percentile in microseconds as a result, with {@code p50} and {@code p99}
	 * as details.
	 * @param share the share, more than 0 and at most 1
	 * @return the result
	 */
	public Result result(double share) {
		return Result.of(micros(share)).with("p50", micros(0.5)).with("p99", micros(0.99));
	}

	private static int bucket(long value) {
		if (value < SUB_BUCKETS) {
			return (int) value;
		}
		int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(value);
		return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
	}

	private static double middle(int bucket) {
		if (bucket < SUB_BUCKETS) {
			return bucket;
		}
		int shift = bucket / SUB_BUCKETS - 1;
		long lower = (long) (bucket % SUB_BUCKETS + SUB_BUCKETS) << shift;
		return lower + ((1L << shift) - 1) / 2.0;
	}

}
