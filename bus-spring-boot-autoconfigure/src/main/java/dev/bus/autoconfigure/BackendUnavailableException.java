package dev.bus.autoconfigure;

import java.util.Set;

import dev.bus.BusException;
import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Thrown when the selected engine or its library is not on the class path.
 */
class BackendUnavailableException extends BusException {

	private final Backend backend;

	private final Set<Backend> available;

	BackendUnavailableException(Backend backend, Set<Backend> available) {
		super("The engine '" + backend + "' that property 'bus.backend' selects is not on the class path, only "
				+ available, null);
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
