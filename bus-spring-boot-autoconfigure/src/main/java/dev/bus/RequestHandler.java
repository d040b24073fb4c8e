package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests.
 *
 * @since 0.1.0
 * @see Messenger#serve(String, ServeOptions, RequestHandler)
 */
@FunctionalInterface
public interface RequestHandler {

	/**
	 * Answer a request. Called on a thread of the messenger that may block, by as many
	 * threads at once as the {@linkplain ServeOptions#concurrency() concurrency} allows.
	 * @param request the request
	 * @return the reply, usually made by {@link BusMessage#reply(byte[])}; {@code null}
	 * is an empty reply
	 * @throws Exception if there is no answer: its message reaches the requester in a
	 * {@link RequestHandlerException}
	 */
	@Nullable BusMessage handle(BusMessage request) throws Exception;

}
