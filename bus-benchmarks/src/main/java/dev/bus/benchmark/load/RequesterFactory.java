package dev.bus.benchmark.load;

/**
 * Creates requesters.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequesterFactory {

	/**
	 * Create a requester, with a handler that it reaches.
	 * @return the requester
	 * @throws Exception if it cannot be created
	 */
	Requester create() throws Exception;

}
