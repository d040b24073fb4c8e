package dev.bus.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.bus.nats.NatsConnectException;

/**
 * Says what to do when no NATS server can be connected to.
 */
class NatsConnectFailureAnalyzer extends AbstractFailureAnalyzer<NatsConnectException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, NatsConnectException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.isRefused() ? refused() : unreachable(), cause);
	}

	private static String refused() {
		return "Check 'bus.nats.username' and 'bus.nats.password', 'bus.nats.token', 'bus.nats.credentials' or "
				+ "'bus.nats.nkey' against the configuration of the server.";
	}

	private static String unreachable() {
		return """
				Consider the following:
					If the server runs elsewhere, set 'bus.nats.servers'.
					If its certificate is the problem, set 'bus.nats.ssl.bundle', and connect by the host name that the certificate is for.
					If the application is to start without it and join when it is there, set 'bus.nats.startup' to 'background'.
					If no server is needed, set 'bus.backend' to 'in-memory' or 'sqlite'.
				"""
			.stripTrailing();
	}

}
