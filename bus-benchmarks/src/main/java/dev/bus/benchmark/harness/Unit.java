package dev.bus.benchmark.harness;

/**
 * Units of the figures that are compared.
 *
 * @since 0.1.0
 */
public enum Unit {

	/**
	 * Messages delivered in a second.
	 */
	MESSAGES_PER_SECOND("msg/s", true),

	/**
	 * Requests answered in a second.
	 */
	REQUESTS_PER_SECOND("req/s", true),

	/**
	 * Megabytes of payload in a second.
	 */
	MEGABYTES_PER_SECOND("MB/s", true),

	/**
	 * Nanoseconds of one operation.
	 */
	NANOSECONDS("ns", false),

	/**
	 * Microseconds of one operation.
	 */
	MICROSECONDS("us", false),

	/**
	 * Milliseconds of one operation.
	 */
	MILLISECONDS("ms", false),

	/**
	 * Bytes of heap.
	 */
	BYTES("bytes", false),

	/**
	 * Megabytes of heap.
	 */
	MEGABYTES("MB", false);

	private final String symbol;

	private final boolean moreIsBetter;

	Unit(String symbol, boolean moreIsBetter) {
		this.symbol = symbol;
		this.moreIsBetter = moreIsBetter;
	}

	/**
	 * Return how this unit is written.
	 * @return the symbol
	 */
	public String symbol() {
		return this.symbol;
	}

	/**
	 * Return whether the greater of two figures is the better one.
	 * @return {@code false} for what one wants little of
	 */
	public boolean moreIsBetter() {
		return this.moreIsBetter;
	}

	/**
	 * Compare two figures.
	 * @param ours our figure
	 * @param peer the other side's figure
	 * @return their ratio, in which more is always better
	 */
	public double ratio(double ours, double peer) {
		return this.moreIsBetter ? ours / peer : peer / ours;
	}

}
