package dev.bus.listener;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.Messenger;
import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

/**
 * A listener that a {@link BusListenerRegistry} holds: what it is, how it does, and its
 * controls.
 * <p>
 * What the controls were last told outlives the pause and restart of the application
 * context: a listener that was stopped stays stopped, one that was paused starts paused.
 * All methods may be called from any thread, that of the listener included. Calls that
 * were begun before a stop and are not finished may overlap with those after a new start.
 *
 * @since 0.1.0
 */
public final class BusListenerContainer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(BusListenerContainer.class);

	private final BusListenerEndpoint endpoint;

	private final Messenger messenger;

	private final BooleanSupplier kindRuns;

	private final Duration drainTimeout;

	private final Consumer<BusListenerContainer> onClose;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile Run run = Run.NONE;

	private volatile boolean paused;

	private boolean wanted;

	private boolean closed;

	BusListenerContainer(BusListenerEndpoint endpoint, Messenger messenger, BooleanSupplier kindRuns,
			Duration drainTimeout, Consumer<BusListenerContainer> onClose) {
		this.endpoint = endpoint;
		this.messenger = messenger;
		this.kindRuns = kindRuns;
		this.drainTimeout = drainTimeout;
		this.onClose = onClose;
		this.wanted = endpoint.autoStartup();
	}

	/**
	 * Return the id.
	 * @return the id, unique in the registry
	 */
	public String id() {
		return this.endpoint.id();
	}

	/**
	 * Return what the listener does with its messages.
	 * @return the kind
	 */
	public BusListenerKind kind() {
		return this.endpoint.kind();
	}

	/**
	 * Return the subject, which may hold wildcards.
	 * @return the subject
	 */
	public String subject() {
		return this.endpoint.subject();
	}

	/**
	 * Return the group whose members share the messages.
	 * @return the group of a stream, {@code null} for none; for a served subject the
	 * subject itself
	 */
	public @Nullable String group() {
		return this.endpoint.group();
	}

	/**
	 * Return whether the listener is subscribed, paused or not.
	 * @return {@code true} between start and stop
	 */
	public boolean isRunning() {
		return this.run.isActive();
	}

	/**
	 * Return whether the listener is paused, running or not.
	 * @return {@code true} between {@link #pause()} and {@link #resume()}
	 */
	public boolean isPaused() {
		return this.paused;
	}

	/**
	 * Return the counts of the listener since it was registered; pending and in-flight
	 * messages are those of the latest start.
	 * @return a snapshot
	 */
	public SubscriptionStats stats() {
		return this.run.stats();
	}

	/**
	 * Start the listener: at once, or with the application context if that does not run.
	 * Does nothing if it is running.
	 * @throws dev.bus.BusException if the messenger refuses the subscription
	 * @throws IllegalStateException if the listener was {@linkplain #close() closed}
	 */
	public void start() {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new IllegalStateException(
						"Listener '" + id() + "' was closed and cannot start again: register a new one");
			}
			this.wanted = true;
			subscribe();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop the listener and wait until it has handled what it had received, as long as
	 * the registry allows; called from the listener itself it does not wait. Does nothing
	 * if it is not running.
	 */
	public void stop() {
		drain(detachForGood(false), this.drainTimeout);
	}

	/**
	 * Begin no more messages, until {@link #resume()}; one that was begun is finished. A
	 * stream without group goes on buffering, others leave the messages to the other
	 * members. A listener that is not running will start paused; a message that arrives
	 * in that instant may still be handled.
	 */
	public void pause() {
		setPaused(true);
	}

	/**
	 * Take up again what {@link #pause()} stopped.
	 */
	public void resume() {
		setPaused(false);
	}

	/**
	 * Remove the listener from its registry for good; its id is free again. No call
	 * begins after this method has returned, and what is pending is discarded: to have it
	 * handled, {@link #stop()} first.
	 */
	@Override
	public void close() {
		detachForGood(true).unsubscribe();
		this.onClose.accept(this);
	}

	void startWithContext() {
		this.lock.lock();
		try {
			if (this.wanted && !this.closed) {
				subscribe();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop, until the next start with the context; the run that was is left to the caller
	 * to end.
	 */
	Run detach() {
		this.lock.lock();
		try {
			Run run = this.run;
			this.run = run.stopped();
			return run;
		}
		finally {
			this.lock.unlock();
		}
	}

	void drain(Run run, Duration timeout) {
		if (!run.drain(timeout)) {
			SubscriptionStats stats = run.stats();
			logger.warn("Ended the %s with %d messages still in flight and %d dropped in all".formatted(this,
					stats.inFlight(), stats.dropped()));
		}
	}

	boolean isCallOfCurrentThread() {
		return CurrentListener.is(this.endpoint);
	}

	private void setPaused(boolean paused) {
		this.lock.lock();
		try {
			this.paused = paused;
			this.run.setPaused(paused);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void subscribe() {
		if (!this.kindRuns.getAsBoolean() || this.run.isActive()) {
			return;
		}
		Subscription subscription = this.endpoint.subscribe(this.messenger);
		this.run = this.run.next(subscription);
		if (this.paused) {
			this.run.setPaused(true);
		}
		logger.debug("Started the " + this);
	}

	private Run detachForGood(boolean close) {
		this.lock.lock();
		try {
			this.wanted = false;
			this.closed |= close;
			return detach();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public String toString() {
		return kind().name().toLowerCase(Locale.ROOT) + " listener '" + id() + "' of subject '" + subject() + "'";
	}

}
