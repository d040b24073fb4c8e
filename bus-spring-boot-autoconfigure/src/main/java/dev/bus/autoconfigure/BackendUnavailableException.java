package dev.bus.autoconfigure;

import java.util.Set;

import dev.bus.BusException;
import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Thrown when the selected engine is not there because its library is missing.
 */
class BackendUnavailableException extends BusException {

	private final Backend backend;

	private final Set<Backend> available;

	BackendUnavailableException(Backend backend, Set<Backend> available) {
		super("The engine '" + backend + "' that property 'bus.backend' selects is not available, only " + available
				+ ": its library is missing", null);
		this.backend = backend;
		this.available = Set.copyOf(available);
	}

	Backend getBackend() {
		return this.backend;
	}

	Set<Backend> getAvailable() {
		return this.available;
	}

}
