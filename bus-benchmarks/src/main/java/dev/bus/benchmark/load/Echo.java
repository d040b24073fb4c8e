package dev.bus.benchmark.load;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.harness.BenchmarkException;

/**
 * Payloads of 64 bytes that are told apart, to see that each request got its own reply.
 */
final class Echo {

	private static final int PAYLOAD_SIZE = 64;

	private Echo() {
	}

	static byte[] payload(long number) {
		return ByteBuffer.allocate(PAYLOAD_SIZE).putLong(number).array();
	}

	static void check(long number, byte @Nullable [] reply) {
		if (reply == null || reply.length != PAYLOAD_SIZE || ByteBuffer.wrap(reply).getLong() != number) {
			throw new BenchmarkException("Request " + number + " got another reply than its own");
		}
	}

}
