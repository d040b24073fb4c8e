package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;

/**
 * Publishes within a transaction of the application on the same file: what is published
 * is delivered if and when it commits.
 */
final class Transactions {

	private static final String INSERT = "INSERT INTO bus_events (subject, data, headers) VALUES (?, ?, ?)";

	private final DataSource dataSource;

	private final JdbcTemplate jdbc;

	private final Runnable committed;

	private final Completions completions;

	/**
	 * Create the link to the transactions of an application.
	 * @param dataSource what the application's transactions run on
	 * @param committed told after a commit
	 * @param completions complete futures
	 */
	Transactions(DataSource dataSource, Runnable committed, Completions completions) {
		this.dataSource = target(dataSource);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.jdbc.setExceptionTranslator(new SqliteExceptionTranslator());
		this.committed = committed;
		this.completions = completions;
	}

	private static DataSource target(DataSource dataSource) {
		if (dataSource instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
			return proxy.getTargetDataSource();
		}
		return dataSource;
	}

	/**
	 * Return whether the current thread is in a transaction that may write to the file.
	 * In a read-only one nothing can be published, so that it is published outside of it.
	 */
	boolean isWriting() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& TransactionSynchronizationManager.isSynchronizationActive()
				&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly() && isOfDataSource();
	}

	private boolean isOfDataSource() {
		if (!(TransactionSynchronizationManager.getResource(this.dataSource) instanceof ConnectionHolder holder)) {
			return false;
		}
		try {
			// a transaction on another data source binds connections too
			return !holder.getConnection().getAutoCommit();
		}
		catch (SQLException ex) {
			throw new MessagePublishException("The connection of the current transaction cannot be used", ex);
		}
	}

	/**
	 * Write an event in the current transaction.
	 * @param message the message
	 * @return completes after the commit, exceptionally after a rollback
	 */
	CompletableFuture<Void> publish(BusMessage message) {
		try {
			this.jdbc.update(INSERT, (statement) -> {
				statement.setString(1, message.subject());
				statement.setBytes(2, message.data());
				statement.setString(3, HeaderLines.write(message.headers()));
			});
		}
		catch (DataAccessException ex) {
			throw WriteFailures.asException(ex);
		}
		TransactionOutcome outcome = new TransactionOutcome(this.committed, this.completions);
		TransactionSynchronizationManager.registerSynchronization(outcome);
		return outcome.future();
	}

}
