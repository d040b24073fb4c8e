package dev.bus.support;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;

/**
 * A request that reached a server, as its engine knows it.
 *
 * @since 0.1.0
 */
public interface IncomingRequest {

	/**
	 * Return the request.
	 * @return the message
	 */
	BusMessage message();

	/**
	 * Return whether the requester is known not to wait any more.
	 * @return {@code true} if the request need not be run
	 */
	boolean isAbandoned();

	/**
	 * Send the reply. Must not throw, and not run code of the requester.
	 * @param reply an ordinary reply or an {@link ErrorReply}
	 * @return what to run once the handler's slot is free, or {@code null}
	 */
	@Nullable Runnable reply(BusMessage reply);

}
