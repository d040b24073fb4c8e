package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.RequestHandler;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;

/**
 * A served subject: runs the handler for each request and makes sure that every request
 * that was taken in gets a reply.
 *
 * @since 0.1.0
 */
public abstract class ServeSubscription extends MailboxSubscription {

	/**
	 * How many requests may wait.
	 */
	public static final int QUEUE_CAPACITY = 65536;

	private static final Log logger = LogFactory.getLog(ServeSubscription.class);

	private static final byte[] EMPTY = new byte[0];

	private final AsyncRequestHandler handler;

	private final long maxPayload;

	private final ParallelMailbox<IncomingRequest> mailbox;

	/**
	 * Create a served subject, which does not yet {@linkplain #join() take part}.
	 * @param subject the pattern, which is its group too
	 * @param options the options
	 * @param handler answers the requests
	 * @param maxPayload the greatest size of a reply, in bytes
	 * @param workers the threads of the messenger
	 * @param closeTimeout how long {@link #unsubscribe()} waits for a running call
	 */
	protected ServeSubscription(String subject, ServeOptions options, AsyncRequestHandler handler, long maxPayload,
			Workers workers, Duration closeTimeout) {
		super(subject, subject, workers, closeTimeout,
				new LossLog(() -> "Server of '" + subject + "'",
						() -> "more than " + QUEUE_CAPACITY + " requests or 64 MB of them wait; "
								+ "make the handler faster, raise its concurrency or add servers"));
		this.handler = handler;
		this.maxPayload = maxPayload;
		this.mailbox = (ParallelMailbox<IncomingRequest>) Mailbox.parallel(QUEUE_CAPACITY, options.concurrency(),
				workers, new Answering());
	}

	/**
	 * Turn a handler that answers at once into one that may answer later.
	 * @param handler the handler
	 * @return the asynchronous form
	 */
	public static AsyncRequestHandler async(RequestHandler handler) {
		return (request) -> CompletableFuture.completedFuture(handler.handle(request));
	}

	/**
	 * Have a request answered.
	 * @param request the request
	 * @return {@code false} if there is no room
	 */
	public final boolean offer(IncomingRequest request) {
		return this.mailbox.offer(request);
	}

	/**
	 * Have a request answered, by this thread if it may be at once.
	 * @param request the request
	 * @param here runs on this thread what is given to it
	 * @return {@code false} if there is no room
	 */
	public final boolean offer(IncomingRequest request, Executor here) {
		return this.mailbox.offer(request, here);
	}

	/**
	 * Return whether a request would be run at once.
	 * @return {@code true} if a handler is free
	 */
	public final boolean hasFreeHandler() {
		return this.mailbox.hasFreeSlot();
	}

	/**
	 * Told of each request that was answered.
	 * @param nanos how long the handler took, asynchronous work included
	 * @param error the text of the error reply, or {@code null} for an ordinary one
	 */
	protected void answered(long nanos, @Nullable String error) {
	}

	@Override
	protected final ParallelMailbox<IncomingRequest> mailbox() {
		return this.mailbox;
	}

	private @Nullable Runnable answer(IncomingRequest request) {
		long start = System.nanoTime();
		CompletionStage<@Nullable BusMessage> stage;
		try {
			stage = this.handler.handle(request.message());
		}
		catch (Throwable ex) {
			return finish(request, start, null, ex);
		}
		finally {
			// an interrupt that a handler leaves behind must not reach the next one
			Thread.interrupted();
		}
		if (stage == null) {
			return finish(request, start, null, new NullPointerException("Handler returned no stage"));
		}
		if (stage instanceof CompletableFuture<@Nullable BusMessage> future && future.isDone()) {
			return finish(request, start, future);
		}
		stage.whenComplete((reply, ex) -> this.mailbox.finish(finish(request, start, reply, ex)));
		return Mailbox.Work.UNFINISHED;
	}

	private @Nullable Runnable finish(IncomingRequest request, long start,
			CompletableFuture<@Nullable BusMessage> done) {
		try {
			return finish(request, start, done.join(), null);
		}
		catch (CompletionException | CancellationException ex) {
			return finish(request, start, null, ex);
		}
	}

	private @Nullable Runnable finish(IncomingRequest request, long start, @Nullable BusMessage reply,
			@Nullable Throwable failure) {
		BusMessage answer = (failure != null) ? failed(request.message(), failure) : ordinary(request.message(), reply);
		if (answer.size() > this.maxPayload) {
			answer = ErrorReply.of(request.message(), ErrorReply.TOO_LARGE, "Reply has " + answer.size()
					+ " bytes, at most " + this.maxPayload + " are allowed: send less, or raise 'bus.max-payload'");
		}
		RequestHandlerException error = ErrorReply.read(answer);
		if (error != null) {
			countFailed();
		}
		else {
			countDelivered();
		}
		answered(System.nanoTime() - start, (error != null) ? error.getMessage() : null);
		return request.reply(answer);
	}

	private BusMessage failed(BusMessage request, Throwable failure) {
		if (logger.isDebugEnabled()) {
			logger.debug("Handler of '" + subject() + "' failed on " + request, failure);
		}
		return ErrorReply.of(request, failure);
	}

	private BusMessage ordinary(BusMessage request, @Nullable BusMessage reply) {
		if (reply == null) {
			return BusMessage.received(request.subject(), EMPTY, BusHeaders.empty());
		}
		try {
			reply.headers().requireSendable();
		}
		catch (IllegalArgumentException ex) {
			return failed(request, ex);
		}
		return reply.subject().equals(request.subject()) ? reply
				: BusMessage.received(request.subject(), reply.data(), reply.headers());
	}

	private final class Answering implements Mailbox.Work<IncomingRequest> {

		@Override
		public int bytes(IncomingRequest request) {
			return request.message().size();
		}

		@Override
		public @Nullable Runnable process(IncomingRequest request) {
			return request.isAbandoned() ? null : answer(request);
		}

		@Override
		public void discarded(IncomingRequest request) {
			losses().discarded(1);
			Runnable afterwards = request.reply(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
					"Server of '" + subject() + "' was stopped before it began this request: send it again"));
			if (afterwards != null) {
				workers().execute(afterwards);
			}
		}

		@Override
		public void emptied() {
			losses().recovered();
		}

	}

}
