package dev.bus.contract;

import java.time.Duration;

/**
 * How a messenger that a test of the contract uses is set up.
 *
 * @param maxPayload the greatest size of a message, in bytes
 * @param closeTimeout how long close and unsubscribe wait for running calls
 * @param requestTimeout how long a request waits where nothing is said
 */
public record ContractSettings(int maxPayload, Duration closeTimeout, Duration requestTimeout) {

	private static final ContractSettings DEFAULTS = new ContractSettings(1024 * 1024, Duration.ofSeconds(10),
			Duration.ofSeconds(10));

	/**
	 * Return the settings that a messenger has where nothing is said.
	 * @return the default settings
	 */
	public static ContractSettings defaults() {
		return DEFAULTS;
	}

	ContractSettings withMaxPayload(int maxPayload) {
		return new ContractSettings(maxPayload, this.closeTimeout, this.requestTimeout);
	}

	ContractSettings withCloseTimeout(Duration closeTimeout) {
		return new ContractSettings(this.maxPayload, closeTimeout, this.requestTimeout);
	}

	ContractSettings withRequestTimeout(Duration requestTimeout) {
		return new ContractSettings(this.maxPayload, this.closeTimeout, requestTimeout);
	}

}
