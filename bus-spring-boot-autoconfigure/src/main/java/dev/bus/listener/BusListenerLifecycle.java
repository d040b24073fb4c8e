package dev.bus.listener;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the listeners of one kind with the application context, in the
 * {@linkplain BusListenerKind#phase() phase} of the kind. A stop ends all intake first
 * and then waits for what is in flight, asynchronous work included, as long as the
 * registry allows.
 *
 * @since 0.1.0
 */
public final class BusListenerLifecycle implements SmartLifecycle {

	private final BusListenerRegistry registry;

	private final BusListenerKind kind;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param registry holds the listeners
	 * @param kind the kind of those to start and stop
	 */
	public BusListenerLifecycle(BusListenerRegistry registry, BusListenerKind kind) {
		this.registry = registry;
		this.kind = kind;
	}

	@Override
	public void start() {
		this.registry.start(this.kind);
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.registry.stop(this.kind);
	}

	@Override
	public void stop(Runnable callback) {
		try {
			stop();
		}
		finally {
			callback.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return this.kind.phase();
	}

}
