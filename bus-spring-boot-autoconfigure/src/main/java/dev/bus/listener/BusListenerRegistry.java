package dev.bus.listener;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.springframework.util.Assert;

import dev.bus.Messenger;

/**
 * The listeners of an application: lists and controls them, and takes further ones at any
 * time.
 * <p>
 * Listeners run while the lifecycle of their kind does (see
 * {@link BusListenerLifecycle}). A registry is safe for use by many threads, those of
 * listeners included.
 *
 * @since 0.1.0
 */
public final class BusListenerRegistry {

	private final Messenger messenger;

	private final Duration drainTimeout;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, BusListenerContainer> containers = new LinkedHashMap<>();

	private final Set<BusListenerKind> running = ConcurrentHashMap.newKeySet();

	/**
	 * Create a registry.
	 * @param messenger what listeners subscribe to; it is not closed by the registry
	 * @param drainTimeout how long a stop may wait for what listeners have received and
	 * not finished, more than zero
	 * @throws IllegalArgumentException if an argument is {@code null} or the timeout is
	 * not more than zero
	 */
	public BusListenerRegistry(Messenger messenger, Duration drainTimeout) {
		Assert.notNull(messenger, "Messenger must not be null");
		Assert.isTrue(drainTimeout != null && drainTimeout.compareTo(Duration.ZERO) > 0,
				() -> "Drain timeout must be more than zero, but is " + drainTimeout);
		this.messenger = messenger;
		this.drainTimeout = drainTimeout;
	}

	/**
	 * Add a listener. It starts at once if listeners of its kind run and it is not to be
	 * left alone, otherwise with them.
	 * @param endpoint the description of the listener
	 * @return the listener, to be {@linkplain BusListenerContainer#close() closed} when
	 * it is no longer needed
	 * @throws IllegalArgumentException if the id is taken
	 * @throws dev.bus.BusException if the messenger refuses the subscription; the
	 * listener is not added then
	 */
	public BusListenerContainer register(BusListenerEndpoint endpoint) {
		Assert.notNull(endpoint, "Endpoint must not be null");
		BusListenerContainer container = new BusListenerContainer(endpoint, this.messenger,
				() -> this.running.contains(endpoint.kind()), this.drainTimeout, this::remove);
		add(container);
		try {
			container.startWithContext();
		}
		catch (RuntimeException ex) {
			remove(container);
			throw ex;
		}
		return container;
	}

	/**
	 * Remove a listener, as {@link BusListenerContainer#close()} does.
	 * @param id the id of the listener
	 * @throws IllegalArgumentException if there is none with this id
	 */
	public void unregister(String id) {
		get(id).close();
	}

	/**
	 * Return all listeners, in the order of their registration.
	 * @return a snapshot of the list
	 */
	public List<BusListenerContainer> list() {
		this.lock.lock();
		try {
			return List.copyOf(this.containers.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Find a listener.
	 * @param id the id of the listener
	 * @return the listener, or empty if there is none with this id
	 */
	public Optional<BusListenerContainer> find(String id) {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.containers.get(id));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Start a listener, as {@link BusListenerContainer#start()} does.
	 * @param id the id of the listener
	 * @throws IllegalArgumentException if there is none with this id
	 */
	public void start(String id) {
		get(id).start();
	}

	/**
	 * Stop a listener, as {@link BusListenerContainer#stop()} does.
	 * @param id the id of the listener
	 * @throws IllegalArgumentException if there is none with this id
	 */
	public void stop(String id) {
		get(id).stop();
	}

	/**
	 * Pause a listener, as {@link BusListenerContainer#pause()} does.
	 * @param id the id of the listener
	 * @throws IllegalArgumentException if there is none with this id
	 */
	public void pause(String id) {
		get(id).pause();
	}

	/**
	 * Resume a listener, as {@link BusListenerContainer#resume()} does.
	 * @param id the id of the listener
	 * @throws IllegalArgumentException if there is none with this id
	 */
	public void resume(String id) {
		get(id).resume();
	}

	/**
	 * Start all listeners of a kind that are to run; none of them if one fails.
	 */
	void start(BusListenerKind kind) {
		this.running.add(kind);
		try {
			listOf(kind).forEach(BusListenerContainer::startWithContext);
		}
		catch (RuntimeException ex) {
			this.running.remove(kind);
			listOf(kind).forEach((container) -> container.detach().unsubscribe());
			throw ex;
		}
	}

	/**
	 * Stop all listeners of a kind, until they start again with their kind.
	 */
	void stop(BusListenerKind kind) {
		this.running.remove(kind);
		new ParallelStop(this.drainTimeout).stop(listOf(kind));
	}

	private void add(BusListenerContainer container) {
		this.lock.lock();
		try {
			BusListenerContainer other = this.containers.putIfAbsent(container.id(), container);
			Assert.isTrue(other == null, () -> "Id '" + container.id() + "' is already taken by the " + other);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void remove(BusListenerContainer container) {
		this.lock.lock();
		try {
			this.containers.remove(container.id(), container);
		}
		finally {
			this.lock.unlock();
		}
	}

	private BusListenerContainer get(String id) {
		return find(id).orElseThrow(() -> new IllegalArgumentException("No listener has the id '" + id + "': there are "
				+ list().stream().map(BusListenerContainer::id).toList()));
	}

	private Collection<BusListenerContainer> listOf(BusListenerKind kind) {
		return list().stream().filter((container) -> container.kind() == kind).toList();
	}

}
