package dev.bus.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.bus.listener.BusListenerConfigurationException;

/**
 * Says which method cannot be a listener, why, and what to do.
 */
class BusListenerConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<BusListenerConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, BusListenerConfigurationException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.action() + ".", cause);
	}

}
