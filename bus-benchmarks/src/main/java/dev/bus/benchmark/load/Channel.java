package dev.bus.benchmark.load;

import java.util.function.Consumer;

/**
 * Something that carries payloads from publishers to subscribers.
 *
 * @since 0.1.0
 */
public interface Channel extends Publisher {

	/**
	 * Add a subscriber, before the first payload is published.
	 * @param subscriber gets every payload
	 * @throws Exception if it cannot be added
	 */
	void subscribe(Consumer<byte[]> subscriber) throws Exception;

	/**
	 * Return whether one subscriber may be called by several threads at once.
	 * @return {@code false} unless overridden
	 */
	default boolean isConcurrent() {
		return false;
	}

}
