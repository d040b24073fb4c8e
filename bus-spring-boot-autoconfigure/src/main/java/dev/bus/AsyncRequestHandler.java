package dev.bus;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Answers requests later, without keeping a thread.
 *
 * @since 0.1.0
 * @see Messenger#serveAsync(String, ServeOptions, AsyncRequestHandler)
 */
@FunctionalInterface
public interface AsyncRequestHandler {

	/**
	 * Begin to answer a request. Called on a thread of the messenger that may block. The
	 * request counts against the {@linkplain ServeOptions#concurrency() concurrency}
	 * until the stage completes.
	 * @param request the request
	 * @return a stage that completes with the reply ({@code null} is an empty reply), or
	 * exceptionally if there is no answer
	 * @throws Exception if there is no answer: as if the stage had failed with it
	 */
	CompletionStage<@Nullable BusMessage> handle(BusMessage request) throws Exception;

}
