package dev.bus.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Commits batches on one connection and tells their operations how it went. Used by who
 * has the lead of the {@link Writer}.
 */
final class Committer implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Committer.class);

	private final SqliteDatabase database;

	private final Link link;

	private final BooleanSupplier idWanted;

	private final Consumer<Batch> committed;

	private @Nullable Boolean durable;

	Committer(SqliteDatabase database, BooleanSupplier idWanted, Consumer<Batch> committed) {
		this.database = database;
		this.link = new Link(database, Role.WRITER);
		this.idWanted = idWanted;
		this.committed = committed;
	}

	/**
	 * Commit a batch. When this returns true all its operations have ended, well or not.
	 * @param batch the batch, out of which operations that waited too long are taken
	 * @return {@code false} if nothing was done and what is left is to be tried again
	 */
	boolean commit(Batch batch) {
		try {
			this.link.call((connection) -> {
				setSynchronous(connection, batch.isDurable());
				batch.commit(connection, this.idWanted);
				return true;
			});
		}
		catch (RuntimeException ex) {
			return failed(batch, ex);
		}
		catch (Error ex) {
			// of the JVM or the native library: nobody knows what state it left
			abandon(batch, ex);
			logger.error("Commit failed with an error", ex);
			return true;
		}
		batch.generation(this.link.generation());
		this.database.health().writeFailed(null);
		tell(batch);
		batch.operations().forEach(WriteOperation::committed);
		return true;
	}

	private void tell(Batch batch) {
		try {
			this.committed.accept(batch);
		}
		catch (RuntimeException | Error ex) {
			// it is in the file, and that is what publishers are told
			logger.error("What follows a commit failed", ex);
		}
	}

	private boolean failed(Batch batch, RuntimeException failure) {
		if (ResultCode.isBusy(failure)) {
			failAll(batch.removeExpired(), failure);
			return batch.isEmpty();
		}
		List<WriteOperation> culprits = ResultCode.isOfStatement(failure) ? batch.removeFailed() : List.of();
		if (!culprits.isEmpty()) {
			// the others need not suffer from what is at fault
			failAll(culprits, failure);
			return batch.isEmpty();
		}
		logger.debug("Commit failed", failure);
		abandon(batch, failure);
		return true;
	}

	/**
	 * Give up a batch, and the connection, which may hold a lock or be damaged.
	 */
	private void abandon(Batch batch, Throwable failure) {
		this.database.health().writeFailed(failure);
		this.durable = null;
		try {
			this.link.drop();
		}
		finally {
			failAll(batch.operations(), failure);
		}
	}

	private static void failAll(List<WriteOperation> operations, Throwable failure) {
		operations.forEach((operation) -> operation.failed(failure));
	}

	private void setSynchronous(SqliteConnection connection, boolean required) throws SQLException {
		if (this.link.isNew()) {
			this.durable = null;
		}
		if (this.durable == null || this.durable != required) {
			connection.execute("PRAGMA synchronous=" + (required ? this.database.options().synchronous() : "NORMAL"));
			this.durable = required;
		}
	}

	@Override
	public void close() {
		this.link.drop();
	}

}
