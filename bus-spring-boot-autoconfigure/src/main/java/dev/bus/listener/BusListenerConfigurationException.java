package dev.bus.listener;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;

/**
 * Thrown at the start when an annotated method cannot be a listener; the message names
 * bean, method, what is wrong and what to do.
 *
 * @since 0.1.0
 */
public class BusListenerConfigurationException extends BusException {

	private final String description;

	private final String action;

	/**
	 * Create an exception.
	 * @param description what is wrong, without a period at the end
	 * @param action what to do, without a period at the end
	 * @param cause what was reported, or {@code null}
	 */
	public BusListenerConfigurationException(String description, String action, @Nullable Throwable cause) {
		super(description + ". " + action + ".", cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * Return what is wrong.
	 * @return one sentence without a period
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return what to do.
	 * @return one sentence without a period
	 */
	public String action() {
		return this.action;
	}

}
