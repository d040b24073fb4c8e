package dev.bus.nats;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.Options;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusErrorHandler;
import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
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
 * The messenger on NATS servers: reaches everybody who is connected to the same servers,
 * other clients of NATS included.
 * <p>
 * Listeners and handlers run on threads of its own, never on those of the client library.
 * A server of a subject is a member of the queue group of the same name. While there is
 * no connection, publishing is buffered up to the reconnect buffer size of the options
 * and then fails at once; streams and served subjects are taken up when it is back;
 * requests wait for it until their deadline. What is published to a subject that is only
 * served runs the handler, whose reply is dropped; what is requested from a subject that
 * only has streams ends in a timeout.
 * <p>
 * With a {@linkplain Builder#connection(Connection) connection of the application}
 * publishing that the server does not permit is not noticed, a refused connection is not
 * made again, host names of certificates are not checked, and a message that the client
 * library cannot read leaves the connection deaf: these need options that are set before
 * connecting.
 *
 * @since 0.1.0
 */
public final class NatsMessenger implements Messenger {

	private static final Log logger = LogFactory.getLog(NatsMessenger.class);

	private enum State {

		OPEN, CLOSING, CLOSED

	}

	private final Settings settings;

	private final Engine engine;

	private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

	private NatsMessenger(Settings settings, Engine engine) {
		this.settings = settings;
		this.engine = engine;
	}

	/**
	 * Connect to the given servers.
	 * @param servers servers as in {@code nats://localhost:4222}
	 * @return the messenger
	 * @throws NatsConnectException if none of them could be connected to
	 */
	public static NatsMessenger connect(String... servers) {
		return builder().servers(servers).build();
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
		publish(message, true);
	}

	private void publish(BusMessage message, boolean paced) {
		BusMessage sendable = Arguments.sendable(message, this.engine.limit().bytes());
		admitCall();
		this.engine.outgoing().publish(sendable.subject(), null, sendable, paced);
	}

	@Override
	public CompletableFuture<Void> publishAsync(BusMessage message) {
		try {
			publish(message, false);
			return CompletableFuture.completedFuture(null);
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Subscription stream(String subject, StreamOptions options, StreamListener listener) {
		Subject.requirePattern(subject);
		NatsStream stream = new NatsStream(subject, Arguments.notNull(options, "Options"),
				Arguments.notNull(listener, "Listener"), this.settings, this.engine.subscriptions());
		admitSubscription();
		return join(stream, stream::join);
	}

	@Override
	public Subscription serve(String subject, ServeOptions options, RequestHandler handler) {
		return serveAsync(subject, options, ServeSubscription.async(Arguments.notNull(handler, "Handler")));
	}

	@Override
	public Subscription serveAsync(String subject, ServeOptions options, AsyncRequestHandler handler) {
		Subject.requirePattern(subject);
		NatsServer server = new NatsServer(subject, Arguments.notNull(options, "Options"),
				Arguments.notNull(handler, "Handler"), this.settings, this.engine.subscriptions(),
				this.engine.replies(), this.engine.discovery());
		admitSubscription();
		return join(server, server::begin);
	}

	@Override
	public BusMessage request(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		long start = System.nanoTime();
		PendingRequest request = send(message, false);
		return this.engine.requests().await(request, Math.max(1, nanos - (System.nanoTime() - start)));
	}

	@Override
	public CompletableFuture<BusMessage> requestAsync(BusMessage message, Duration timeout) {
		long nanos = Arguments.timeoutNanos(timeout);
		Arguments.notNull(message, "Message").requireSendable();
		Requests requests = this.engine.requests();
		try {
			requests.reserve(message);
		}
		catch (BusException ex) {
			return CompletableFuture.failedFuture(ex);
		}
		try {
			return requests.watch(send(message, true), nanos);
		}
		catch (BusException ex) {
			requests.giveBack(message);
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Duration requestTimeout() {
		return this.settings.requestTimeout();
	}

	@Override
	public MessengerStatus status() {
		return (this.state.get() == State.OPEN) ? this.engine.link().status() : MessengerStatus.CLOSED;
	}

	/**
	 * Return how many messages the server did not permit to publish, which it tells after
	 * they were published.
	 * @return the count since the messenger was built
	 */
	public long deniedPublishes() {
		return this.engine.deniedPublishes();
	}

	@Override
	public void close() {
		if (!this.state.compareAndSet(State.OPEN, State.CLOSING)) {
			return;
		}
		this.engine.requests().wake();
		if (this.settings.workers().isWorker()) {
			// the call that closes is itself waited for
			new Thread(this::finishClose, "bus-nats-close").start();
		}
		else {
			finishClose();
		}
	}

	private void finishClose() {
		long deadline = System.nanoTime() + Arguments.timeoutNanos(this.settings.closeTimeout());
		boolean quiet = this.engine.awaitQuiet(deadline);
		this.state.set(State.CLOSED);
		if (!quiet) {
			logger.warn("Closed after " + this.settings.closeTimeout()
					+ " with listeners or handlers still running, which are interrupted");
		}
		this.engine.close(quiet, deadline);
	}

	private PendingRequest send(BusMessage message, boolean async) {
		BusMessage sendable = Arguments.sendable(message, this.engine.limit().bytes());
		this.engine.inbox(async).open();
		PendingRequest request = this.engine.requests().begin(sendable, async);
		try {
			admitCall();
			this.engine.requests().send(request);
			return request;
		}
		catch (BusException ex) {
			this.engine.requests().forget(request);
			throw ex;
		}
	}

	/**
	 * Let through everybody while open, and running listeners and handlers while closing.
	 */
	private void admitCall() {
		State current = this.state.get();
		if (current != State.OPEN && (current == State.CLOSED || !this.settings.workers().isWorker())) {
			throw Requests.closed();
		}
	}

	private void admitSubscription() {
		if (this.state.get() != State.OPEN) {
			throw Requests.closed();
		}
	}

	private Subscription join(MailboxSubscription subscription, Runnable join) {
		try {
			join.run();
		}
		catch (BusException ex) {
			subscription.unsubscribe();
			throw ex;
		}
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

		private Supplier<Options.Builder> options = () -> defaultOptions(Options.DEFAULT_URL);

		private @Nullable NatsService service = NatsService.named("bus");

		private boolean background;

		private @Nullable Connection connection;

		private @Nullable Executor executor;

		private Builder() {
		}

		/**
		 * Set the servers to connect to, with default options.
		 * @param servers servers as in {@code nats://localhost:4222}
		 * @return this builder
		 */
		public Builder servers(String... servers) {
			String[] copy = Arguments.notNull(servers, "Servers").clone();
			this.options = () -> defaultOptions(copy);
			return this;
		}

		/**
		 * Set the options of connections. Threads, listeners of errors and events that
		 * are set are told of them; statistics, subject validation and the outgoing queue
		 * are the engine's. The reconnect buffer size bounds what waits for a connection,
		 * in bytes.
		 * @param options asked for each new connection, so that credentials may change
		 * @return this builder
		 */
		public Builder options(Supplier<Options.Builder> options) {
			this.options = Arguments.notNull(options, "Options");
			return this;
		}

		/**
		 * Use a connection of the application, which is not closed by the messenger.
		 * @param connection the connection
		 * @return this builder
		 */
		public Builder connection(Connection connection) {
			this.connection = Arguments.notNull(connection, "Connection");
			return this;
		}

		/**
		 * Set what service discovery shows of the subjects that are served.
		 * @param service the description, a service named {@code bus} by default;
		 * {@code null} to take no part in service discovery
		 * @return this builder
		 */
		public Builder service(@Nullable NatsService service) {
			this.service = service;
			return this;
		}

		/**
		 * Set whether the messenger is built although no server can be connected to, and
		 * joins as soon as one can.
		 * @param background {@code false} by default: building fails
		 * @return this builder
		 */
		public Builder connectInBackground(boolean background) {
			this.background = background;
			return this;
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
		 * Set how large a message may be, where the server does not accept less.
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
		 * Create a messenger and connect it.
		 * @return the messenger
		 * @throws NatsConnectException if no server could be connected to
		 */
		public NatsMessenger build() {
			Workers workers = (this.executor != null) ? new Workers(this.executor)
					: Workers.platformThreads("bus-nats");
			Settings settings = new Settings(workers, this.errorHandler, this.requestTimeout, this.closeTimeout,
					this.maxPayload, this.service);
			Engine engine = (this.connection != null) ? Engine.using(this.connection, settings)
					: Engine.connecting(this.options, this.background, settings);
			return new NatsMessenger(settings, engine);
		}

		private static Options.Builder defaultOptions(String... servers) {
			return new Options.Builder().servers(servers).maxReconnects(-1).pingInterval(Duration.ofSeconds(30));
		}

	}

}
