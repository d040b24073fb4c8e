package dev.bus.listener;

import org.springframework.context.SmartLifecycle;

/**
 * What a listener does with its messages.
 *
 * @since 0.1.0
 */
public enum BusListenerKind {

	/**
	 * Answers requests. Starts first and stops last, so that the other listeners and the
	 * web server can send requests as long as they run.
	 */
	SERVE(SmartLifecycle.DEFAULT_PHASE - 3072),

	/**
	 * Receives a stream of messages.
	 */
	STREAM(SmartLifecycle.DEFAULT_PHASE - 2560);

	private final int phase;

	BusListenerKind(int phase) {
		this.phase = phase;
	}

	/**
	 * Return the phase of the application's lifecycle that listeners of this kind start
	 * and stop in: before a web server takes traffic and after it has finished its own.
	 * @return the phase
	 * @see SmartLifecycle#getPhase()
	 */
	public int phase() {
		return this.phase;
	}

}
