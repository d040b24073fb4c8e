package dev.bus.benchmark.load;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Payloads of 64 bytes that say when they were sent, and the measurement of how long they
 * took. The clock is {@link System#nanoTime()}, which all processes of one machine share
 * on the operating systems that JDKs are built for.
 *
 * @since 0.1.0
 */
public final class LatencyProbe {

	private static final int PAYLOAD_SIZE = 64;

	private final AtomicLong arrived = new AtomicLong();

	private final Histogram histogram = new Histogram();

	/**
	 * Create a payload that is sent now.
	 * @param recorded whether the time it takes is recorded
	 * @return the payload
	 */
	static byte[] payload(boolean recorded) {
		return ByteBuffer.allocate(PAYLOAD_SIZE).putLong(System.nanoTime()).put((byte) (recorded ? 1 : 0)).array();
	}

	/**
	 * Take a payload that has arrived; called by one thread at a time.
	 * @param payload the payload
	 */
	public void accept(byte[] payload) {
		long now = System.nanoTime();
		ByteBuffer buffer = ByteBuffer.wrap(payload);
		long sent = buffer.getLong();
		if (buffer.get() != 0) {
			this.histogram.record(now - sent);
		}
		this.arrived.incrementAndGet();
	}

	/**
	 * Return how many payloads have arrived.
	 * @return the number
	 */
	public long arrived() {
		return this.arrived.get();
	}

	/**
	 * Return what was recorded, once all has arrived.
	 * @return the histogram
	 */
	public Histogram histogram() {
		return this.histogram;
	}

}
