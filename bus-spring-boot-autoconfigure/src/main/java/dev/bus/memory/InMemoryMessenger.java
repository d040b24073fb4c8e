package dev.bus.memory;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusErrorHandler;
import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.NoRespondersException;
import dev.bus.RequestHandler;
import dev.bus.ServeOptions;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.Subject;
import dev.bus.Subscription;
import dev.bus.support.Arguments;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.ServeSubscription;
import dev.bus.support.StreamSubscription;
import dev.bus.support.Workers;

/**
 * The messenger within one process: what is published through an instance reaches who is
 * subscribed to the same instance.
 * <p>
 * Listeners and handlers run on threads of its own, never on the thread that publishes or
 * requests. A subscription that is idle keeps no thread. What is published to a subject
 * that is only served, and what is requested from a subject that only has streams,
 * reaches nobody. When the buffer of a stream is full the newest message is dropped for
 * it; when the queues of all servers of a subject are full a request ends in a
 * {@link NoRespondersException} at once. Servers of the same subject take turns among
 * those that have a free handler.
 *
 * @since 0.1.0
 */
public final class InMemoryMessenger implements Messenger {

	private static final Log logger = LogFactory.getLog(InMemoryMessenger.class);

	private enum State {

		OPEN, CLOSING, CLOSED

	}

	private final Settings settings;

	private final Workers workers;

	private final Subscriptions subscriptions = new Subscriptions();

	private final Requests requests;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	/**
	 * Create a messenger with default settings, on platform threads of its own.
	 */
	public InMemoryMessenger() {
		this(new Builder().settings());
	}

	private InMemoryMessenger(Settings settings) {
		this.settings = settings;
		this.workers = settings.workers();
		this.requests = new Requests(this.workers);
	}

	/**
	 * Return a builder of messengers.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Override
	public void publish(BusMessage message) {
		BusMessage sendable = Arguments.sendable(message, this.settings.maxPayload());
		admitCall();
		this.subscriptions.streams(sendable.subject()).deliver(sendable, this.subscriptions);
	}

	@Override
	public CompletableFuture<Void> publishAsync(BusMessage message) {
		try {
			publish(message);
			return CompletableFuture.completedFuture(null);
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Subscription stream(String subject, StreamOptions options, StreamListener listener) {
		Subject.requirePattern(subject);
		MemoryStream stream = new MemoryStream(subject, Arguments.notNull(options, "Options"),
				Arguments.notNull(listener, "Listener"), this.settings, this.subscriptions);
		admitSubscription();
		stream.join();
		return joined(stream);
	}

	@Override
	public Subscription serve(String subject, ServeOptions options, RequestHandler handler) {
		return serveAsync(subject, options, ServeSubscription.async(Arguments.notNull(handler, "Handler")));
	}

	@Override
	public Subscription serveAsync(String subject, ServeOptions options, AsyncRequestHandler handler) {
		Subject.requirePattern(subject);
		MemoryServer server = new MemoryServer(subject, Arguments.notNull(options, "Options"),
				Arguments.notNull(handler, "Handler"), this.settings, this.subscriptions);
		admitSubscription();
		server.join();
		return joined(server);
	}

	@Override
	public BusMessage request(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		return this.requests.await(send(message, nanos, false), nanos);
	}

	@Override
	public CompletableFuture<BusMessage> requestAsync(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		Arguments.notNull(message, "Message").requireSendable();
		try {
			this.requests.reserve(message);
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		try {
			return this.requests.watch(send(message, nanos, true), nanos);
		}
		catch (BusException ex) {
			this.requests.giveBack(message);
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Duration requestTimeout() {
		return this.settings.requestTimeout();
	}

	@Override
	public MessengerStatus status() {
		return (this.state.get() == State.OPEN) ? MessengerStatus.CONNECTED : MessengerStatus.CLOSED;
	}

	@Override
	public void close() {
		if (!this.state.compareAndSet(State.OPEN, State.CLOSING)) {
			return;
		}
		this.requests.wake();
		if (this.workers.isWorker()) {
			// the call that closes is itself waited for
			new Thread(this::finishClose, "bus-memory-close").start();
		}
		else {
			finishClose();
		}
	}

	private void finishClose() {
		boolean quiet = awaitQuiet(System.nanoTime() + Arguments.timeoutNanos(this.settings.closeTimeout()));
		this.state.set(State.CLOSED);
		logUndelivered(quiet);
		if (!quiet) {
			this.workers.interrupt();
		}
		// as a worker, since there is no time left to wait for calls that ignore
		// interrupts
		this.workers.run(() -> this.subscriptions.live().forEach(Subscription::unsubscribe));
		this.requests.abort();
		this.workers.shutdown();
	}

	/**
	 * Wait until nothing waits and nothing runs; a listener may still feed another one.
	 */
	private boolean awaitQuiet(long deadline) {
		boolean quiet = false;
		while (!quiet) {
			for (MailboxSubscription subscription : this.subscriptions.live()) {
				if (!subscription.awaitIdle(deadline - System.nanoTime())) {
					return false;
				}
			}
			quiet = this.subscriptions.live().stream().allMatch(MailboxSubscription::isIdle);
		}
		return true;
	}

	private void logUndelivered(boolean quiet) {
		long pending = this.subscriptions.live().stream().mapToLong((live) -> live.stats().pending()).sum();
		if (!quiet) {
			logger.warn("Closed after " + this.settings.closeTimeout() + " with " + pending
					+ " messages not delivered and listeners or handlers still running, which are interrupted");
		}
		else if (pending > 0) {
			logger.warn("Closed with " + pending + " messages not delivered, which wait for paused listeners");
		}
	}

	private PendingRequest send(BusMessage message, long nanos, boolean async) {
		BusMessage sendable = Arguments.sendable(message, this.settings.maxPayload());
		PendingRequest request = this.requests.begin(sendable, nanos, async);
		try {
			admitCall();
			if (!this.subscriptions.servers(sendable.subject()).deliver(request, this.subscriptions)) {
				throw new NoRespondersException("No handler took the request to '" + sendable.subject()
						+ "': none serves this subject, or the queues of all that do are full");
			}
			return request;
		}
		catch (BusException ex) {
			this.requests.forget(request);
			throw ex;
		}
	}

	/**
	 * Let through everybody while open, and running listeners and handlers while closing.
	 */
	private void admitCall() {
		State current = this.state.get();
		if (current != State.OPEN && (current == State.CLOSED || !this.workers.isWorker())) {
			throw Requests.closed();
		}
	}

	private void admitSubscription() {
		if (this.state.get() != State.OPEN) {
			throw Requests.closed();
		}
	}

	private Subscription joined(MailboxSubscription subscription) {
		if (this.state.get() != State.OPEN) {
			subscription.unsubscribe();
			throw Requests.closed();
		}
		return subscription;
	}

	/**
	 * Builds messengers.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private Duration requestTimeout = Duration.ofSeconds(10);

		private Duration closeTimeout = MailboxSubscription.DEFAULT_CLOSE_TIMEOUT;

		private long maxPayload = 1024 * 1024;

		private BusErrorHandler errorHandler = StreamSubscription.loggingErrorHandler();

		private @Nullable Executor executor;

		private Builder() {
		}

		/**
		 * Set how long a request waits where nothing is said.
		 * @param requestTimeout the timeout, 10 seconds by default
		 * @return this builder
		 */
		public Builder requestTimeout(Duration requestTimeout) {
			Arguments.timeoutNanos(requestTimeout);
			this.requestTimeout = requestTimeout;
			return this;
		}

		/**
		 * Set how long closing and unsubscribing wait for running calls.
		 * @param closeTimeout the timeout, 10 seconds by default
		 * @return this builder
		 */
		public Builder closeTimeout(Duration closeTimeout) {
			Arguments.timeoutNanos(closeTimeout);
			this.closeTimeout = closeTimeout;
			return this;
		}

		/**
		 * Set how large a message may be.
		 * @param maxPayload the limit of payload and headers in bytes, 1 MB by default
		 * @return this builder
		 */
		public Builder maxPayload(long maxPayload) {
			this.maxPayload = Arguments.maxPayload(maxPayload);
			return this;
		}

		/**
		 * Set what is told of failures of listeners that have no error handler of their
		 * own.
		 * @param errorHandler the error handler, which logs by default
		 * @return this builder
		 */
		public Builder errorHandler(BusErrorHandler errorHandler) {
			this.errorHandler = Arguments.notNull(errorHandler, "Error handler");
			return this;
		}

		/**
		 * Set where listeners and handlers run.
		 * @param executor an executor without bound on its threads, for example one of
		 * virtual threads; not shut down by the messenger. Platform threads by default
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			this.executor = Arguments.notNull(executor, "Executor");
			return this;
		}

		/**
		 * Create a messenger.
		 * @return the messenger
		 */
		public InMemoryMessenger build() {
			return new InMemoryMessenger(settings());
		}

		private Settings settings() {
			Workers workers = (this.executor != null) ? new Workers(this.executor)
					: Workers.platformThreads("bus-memory");
			return new Settings(workers, this.errorHandler, this.requestTimeout, this.closeTimeout, this.maxPayload);
		}

	}

}
