package dev.bus.benchmark.load;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * Something that carries requests to a handler, which answers with the payload it got.
 *
 * @since 0.1.0
 */
public interface Requester extends AutoCloseable {

	/**
	 * Send a request and wait for the reply.
	 * @param payload the payload, which is not changed afterwards
	 * @return the payload of the reply
	 * @throws Exception if there is none
	 */
	byte[] request(byte[] payload) throws Exception;

	/**
	 * Send a request.
	 * @param payload the payload, which is not changed afterwards
	 * @param whenDone called with the payload of the reply, or with a failure
	 * @throws Exception if it cannot be sent
	 */
	void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) throws Exception;

	@Override
	void close() throws Exception;

}
