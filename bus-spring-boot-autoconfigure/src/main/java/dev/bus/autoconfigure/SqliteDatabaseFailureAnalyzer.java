package dev.bus.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.bus.sqlite.SqliteDatabaseException;

/**
 * Says why a database cannot carry the bus, and what to do.
 */
class SqliteDatabaseFailureAnalyzer extends AbstractFailureAnalyzer<SqliteDatabaseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SqliteDatabaseException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.action() + ".", cause);
	}

}
