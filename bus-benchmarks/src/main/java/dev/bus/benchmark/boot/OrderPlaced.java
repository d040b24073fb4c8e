package dev.bus.benchmark.boot;

import java.nio.charset.StandardCharsets;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * What the JSON payloads hold.
 *
 * @param id the number of the order
 * @param customer who ordered
 * @param product what was ordered
 * @param quantity how many of it
 */
record OrderPlaced(long id, String customer, String product, int quantity) {

	/**
	 * 64 bytes.
	 */
	static final byte[] JSON = """
			{"id":4711,"customer":"Ada Lovelace","product":"lamp","quantity":2}""".getBytes(StandardCharsets.UTF_8);

	private static final OrderPlaced EXPECTED = new OrderPlaced(4711, "Ada Lovelace", "lamp", 2);

	private static final byte[] FIRST_PUBLISHER = new byte[1];

	/**
	 * Check that this is what was published.
	 * @return what the first publisher's payloads look like to a subscriber
	 */
	byte[] received() {
		if (!EXPECTED.equals(this)) {
			throw new BenchmarkException("Instead of " + EXPECTED + " came " + this);
		}
		return FIRST_PUBLISHER;
	}

}
