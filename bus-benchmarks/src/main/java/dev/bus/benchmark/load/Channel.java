package dev.bus.benchmark.load;

import java.util.function.Consumer;

/**
 * Something that carries payloads from publishers to subscribers.
 *
 * @since 0.1.0
 */
public interface Channel extends AutoCloseable {

	/**
	 * Add a subscriber, before the first payload is published.
	 * @param subscriber gets every payload
	 * @throws Exception if it cannot be added
	 */
	void subscribe(Consumer<byte[]> subscriber) throws Exception;

	/**
	 * Publish a payload.
	 * @param payload the payload, which is not changed afterwards
	 * @throws Exception if it cannot be published
	 */
	void publish(byte[] payload) throws Exception;

	/**
	 * Return whether one subscriber may be called by several threads at once.
	 * @return {@code false} unless overridden
	 */
	default boolean isConcurrent() {
		return false;
	}

	@Override
	void close() throws Exception;

}
