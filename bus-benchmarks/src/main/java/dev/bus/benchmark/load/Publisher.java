package dev.bus.benchmark.load;

/**
 * Something that takes payloads, of several threads at once.
 *
 * @since 0.1.0
 */
public interface Publisher extends AutoCloseable {

	/**
	 * Publish a payload.
	 * @param payload the payload, which is not changed afterwards
	 * @throws Exception if it cannot be published
	 */
	void publish(byte[] payload) throws Exception;

	@Override
	void close() throws Exception;

}
