package dev.bus.memory;

import dev.bus.Messenger;
import dev.bus.contract.ContractEngine;
import dev.bus.contract.ContractSettings;
import dev.bus.contract.MessengerContract;

/**
 * Tests for {@link InMemoryMessenger}.
 */
class InMemoryMessengerTests extends MessengerContract {

	@Override
	protected ContractEngine createEngine() {
		return new InMemoryEngine();
	}

	/**
	 * The engine within one process: nothing is shared between messengers.
	 */
	private static final class InMemoryEngine implements ContractEngine {

		@Override
		public Messenger open(ContractSettings settings) {
			return InMemoryMessenger.builder()
				.maxPayload(settings.maxPayload())
				.closeTimeout(settings.closeTimeout())
				.requestTimeout(settings.requestTimeout())
				.build();
		}

		@Override
		public boolean isShared() {
			return false;
		}

		@Override
		public boolean waitsForLateHandler() {
			return false;
		}

		@Override
		public boolean keepsWhatFindsNoRoom() {
			return false;
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

}
