package dev.bus.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why no data source of the application can carry the bus, and what to do.
 */
class ApplicationDataSourceFailureAnalyzer extends AbstractFailureAnalyzer<ApplicationDataSourceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ApplicationDataSourceException cause) {
		return new FailureAnalysis(cause.getDescription() + ".", cause.getAction() + ".", cause);
	}

}
