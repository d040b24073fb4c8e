package dev.bus.autoconfigure;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.bus.autoconfigure.BusProperties.Backend;

/**
 * Says which library the selected engine needs.
 */
class BackendUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<BackendUnavailableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BackendUnavailableException cause) {
		Backend backend = cause.getBackend();
		String description = "Property 'bus.backend' selects the engine '" + backend
				+ "', which is not available: it, or what it needs (" + libraries(backend)
				+ "), is not on the class path.";
		String action = "Add " + libraries(backend) + " to the dependencies of the application, as"
				+ " dev.bus:bus-spring-boot-starter does, or set 'bus.backend' to an engine that is available: "
				+ cause.getAvailable().stream().map(Backend::toString).sorted().collect(Collectors.joining(", ")) + ".";
		return new FailureAnalysis(description, action, cause);
	}

	private static String libraries(Backend backend) {
		return switch (backend) {
			case IN_MEMORY -> "org.jctools:jctools-core";
			case SQLITE -> "org.springframework:spring-jdbc and org.xerial:sqlite-jdbc";
			case NATS -> "io.nats:jnats";
		};
	}

}
