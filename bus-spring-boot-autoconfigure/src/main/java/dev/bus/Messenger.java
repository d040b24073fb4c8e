package dev.bus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes messages, subscribes to them, sends requests and answers them.
 * <p>
 * A messenger is safe for use by many threads. Delivery is at most once, and only to who
 * was subscribed when the message was published. Misuse (a bad subject, {@code null}, a
 * timeout of zero or less) is an {@link IllegalArgumentException} at once; everything
 * else is a {@link BusException}, thrown by the blocking methods and reported through the
 * future by the asynchronous ones. Futures complete on the messenger's own executor.
 * <p>
 * A message may be as large as the limit of the engine (1 MB by default, headers
 * included); beyond it is a {@link PayloadTooLargeException}.
 *
 * @since 0.1.0
 */
public interface Messenger extends AutoCloseable {

	/**
	 * Publish a message to all who are subscribed to its subject. Returns when the engine
	 * has accepted the message; who receives it never blocks or fails this call.
	 * @param message the message
	 * @throws MessagePublishException if the engine could not accept it
	 * @throws ConnectionClosedException if the messenger was closed
	 */
	void publish(BusMessage message);

	/**
	 * Publish a message without waiting. Keeps the order with other publishes of the same
	 * thread. The payload under way is bounded (64 MB by default), beyond that the future
	 * fails with a {@link MessagePublishException}.
	 * @param message the message
	 * @return completes when the engine has accepted the message (on SQLite: committed)
	 */
	CompletableFuture<Void> publishAsync(BusMessage message);

	/**
	 * Publish a payload without headers.
	 * @param subject the subject
	 * @param data the payload, which is copied
	 * @see #publish(BusMessage)
	 */
	default void publish(String subject, byte[] data) {
		publish(BusMessage.of(subject, data));
	}

	/**
	 * Publish a payload without headers and without waiting.
	 * @param subject the subject
	 * @param data the payload, which is copied
	 * @return completes when the engine has accepted the message
	 * @see #publishAsync(BusMessage)
	 */
	default CompletableFuture<Void> publishAsync(String subject, byte[] data) {
		return publishAsync(BusMessage.of(subject, data));
	}

	/**
	 * Subscribe to a subject. A message that anybody publishes after this method has
	 * returned reaches the listener; while disconnected, from the reconnect on.
	 * @param subject the subject, which may hold wildcards
	 * @param options group, concurrency, buffer and error handler
	 * @param listener receives the messages
	 * @return the subscription
	 * @throws StreamSubscriptionException if the engine refuses it
	 * @throws ConnectionClosedException if the messenger was closed
	 */
	Subscription stream(String subject, StreamOptions options, StreamListener listener);

	/**
	 * Subscribe to a subject with default options.
	 * @param subject the subject, which may hold wildcards
	 * @param listener receives the messages
	 * @return the subscription
	 * @see #stream(String, StreamOptions, StreamListener)
	 */
	default Subscription stream(String subject, StreamListener listener) {
		return stream(subject, StreamOptions.defaults(), listener);
	}

	/**
	 * Send a request and wait for its reply. Exactly one of those who serve the same
	 * subject receives it. An interrupt ends the wait at once.
	 * @param message the request
	 * @param timeout how long to wait, kept within 50 ms; more than zero
	 * @return the first reply
	 * @throws NoRespondersException if nobody received it
	 * @throws RequestTimeoutException if no reply came in time
	 * @throws RequestHandlerException if the handler failed
	 * @throws RequestCancelledException if the thread was interrupted
	 * @throws MessagePublishException if the engine could not accept it
	 * @throws ConnectionClosedException if the messenger was or is being closed
	 */
	BusMessage request(BusMessage message, Duration timeout);

	/**
	 * Send a request without waiting. Cancelling the future withdraws a request that has
	 * not begun (on NATS it only ends the wait). The payload under way is bounded (64 MB
	 * by default), beyond that the future fails with a {@link MessagePublishException}.
	 * @param message the request
	 * @param timeout how long to wait for the reply, kept within 50 ms; more than zero
	 * @return completes with the first reply, or exceptionally with what
	 * {@link #request(BusMessage, Duration)} throws
	 */
	CompletableFuture<BusMessage> requestAsync(BusMessage message, Duration timeout);

	/**
	 * Return how long a request waits for its reply where nothing is said.
	 * @return the timeout, 10 seconds by default
	 */
	Duration requestTimeout();

	/**
	 * Send a request and wait the {@linkplain #requestTimeout() default timeout} for its
	 * reply.
	 * @param message the request
	 * @return the first reply
	 * @see #request(BusMessage, Duration)
	 */
	default BusMessage request(BusMessage message) {
		return request(message, requestTimeout());
	}

	/**
	 * Send a request and wait the {@linkplain #requestTimeout() default timeout} for its
	 * reply.
	 * @param subject the subject
	 * @param data the payload, which is copied
	 * @return the payload of the reply, to be treated as read-only
	 * @see #request(BusMessage, Duration)
	 */
	default byte[] request(String subject, byte[] data) {
		return request(subject, data, requestTimeout());
	}

	/**
	 * Send a request and wait for its reply.
	 * @param subject the subject
	 * @param data the payload, which is copied
	 * @param timeout how long to wait; more than zero
	 * @return the payload of the reply, to be treated as read-only
	 * @see #request(BusMessage, Duration)
	 */
	default byte[] request(String subject, byte[] data, Duration timeout) {
		return request(BusMessage.of(subject, data), timeout).data();
	}

	/**
	 * Send a request without waiting, with the {@linkplain #requestTimeout() default
	 * timeout}.
	 * @param message the request
	 * @return completes with the first reply
	 * @see #requestAsync(BusMessage, Duration)
	 */
	default CompletableFuture<BusMessage> requestAsync(BusMessage message) {
		return requestAsync(message, requestTimeout());
	}

	/**
	 * Answer the requests to a subject. A request that anybody sends after this method
	 * has returned can reach the handler; of several handlers of the same subject, in any
	 * process, each request goes to one.
	 * @param subject the subject, which may hold wildcards
	 * @param options name and concurrency
	 * @param handler answers the requests
	 * @return the subscription
	 * @throws StreamSubscriptionException if the engine refuses it
	 * @throws ConnectionClosedException if the messenger was closed
	 */
	Subscription serve(String subject, ServeOptions options, RequestHandler handler);

	/**
	 * Answer the requests to a subject with default options.
	 * @param subject the subject, which may hold wildcards
	 * @param handler answers the requests
	 * @return the subscription
	 * @see #serve(String, ServeOptions, RequestHandler)
	 */
	default Subscription serve(String subject, RequestHandler handler) {
		return serve(subject, ServeOptions.defaults(), handler);
	}

	/**
	 * Answer the requests to a subject later, without keeping a thread for each.
	 * @param subject the subject, which may hold wildcards
	 * @param options name and concurrency
	 * @param handler answers the requests
	 * @return the subscription
	 * @throws StreamSubscriptionException if the engine refuses it
	 * @throws ConnectionClosedException if the messenger was closed
	 */
	Subscription serveAsync(String subject, ServeOptions options, AsyncRequestHandler handler);

	/**
	 * Answer the requests to a subject later, with default options.
	 * @param subject the subject, which may hold wildcards
	 * @param handler answers the requests
	 * @return the subscription
	 * @see #serveAsync(String, ServeOptions, AsyncRequestHandler)
	 */
	default Subscription serveAsync(String subject, AsyncRequestHandler handler) {
		return serveAsync(subject, ServeOptions.defaults(), handler);
	}

	/**
	 * Return the state of the link to what carries the messages. Never blocks.
	 * @return the status
	 */
	MessengerStatus status();

	/**
	 * Close this messenger: takes in nothing more, sends out what was published before,
	 * lets running listeners and handlers finish (they may still publish and request),
	 * wakes the requests that wait in other threads with a
	 * {@link ConnectionClosedException}, and ends all subscriptions. Takes at most the
	 * close timeout of 10 seconds, after which running calls are interrupted; called from
	 * a listener or handler it does not wait for that call. Closing again does nothing.
	 */
	@Override
	void close();

}
