package dev.bus.sqlite;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import dev.bus.Messenger;
import dev.bus.contract.ContractEngine;
import dev.bus.contract.ContractSettings;

/**
 * The SQLite engine as the contract sees it.
 */
final class SqliteEngine implements ContractEngine {

	private final Path file;

	private final boolean shared;

	private final LocalRequests localRequests;

	private final UnaryOperator<SqliteMessengerBuilder> customizer;

	SqliteEngine(Path directory, boolean shared, LocalRequests localRequests) {
		this(directory, shared, localRequests, UnaryOperator.identity());
	}

	SqliteEngine(Path directory, boolean shared, LocalRequests localRequests,
			UnaryOperator<SqliteMessengerBuilder> customizer) {
		this.file = directory.resolve("bus.db");
		this.shared = shared;
		this.localRequests = localRequests;
		this.customizer = customizer;
	}

	@Override
	public Messenger open(ContractSettings settings) {
		return this.customizer
			.apply(SqliteMessenger.builder()
				.path(this.file)
				.localRequests(this.localRequests)
				.maxPayload(settings.maxPayload())
				.closeTimeout(settings.closeTimeout())
				.requestTimeout(settings.requestTimeout()))
			.build();
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public boolean waitsForLateHandler() {
		return true;
	}

	@Override
	public boolean keepsWhatFindsNoRoom() {
		return true;
	}

	@Override
	public boolean mixesStreamsAndRequests() {
		return false;
	}

	@Override
	public boolean withdrawsRequests() {
		return true;
	}

}
