package dev.bus.autoconfigure;

import dev.bus.BusException;

/**
 * Thrown when there is not exactly one data source of the application to carry the bus.
 */
class ApplicationDataSourceException extends BusException {

	private final String description;

	private final String action;

	/**
	 * Create an exception.
	 * @param description what is wrong, without a period at the end
	 * @param action what to do, without a period at the end
	 */
	ApplicationDataSourceException(String description, String action) {
		super(description + ". " + action + ".", null);
		this.description = description;
		this.action = action;
	}

	String getDescription() {
		return this.description;
	}

	String getAction() {
		return this.action;
	}

}
