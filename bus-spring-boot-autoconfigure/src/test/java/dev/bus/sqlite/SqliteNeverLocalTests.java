package dev.bus.sqlite;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

import dev.bus.contract.ContractEngine;
import dev.bus.contract.MessengerContract;

/**
 * Tests for {@link SqliteMessenger}: one messenger whose requests all go through the
 * file.
 */
class SqliteNeverLocalTests extends MessengerContract {

	@TempDir
	private Path directory;

	@Override
	protected ContractEngine createEngine() {
		return new SqliteEngine(this.directory, false, LocalRequests.NEVER);
	}

}
