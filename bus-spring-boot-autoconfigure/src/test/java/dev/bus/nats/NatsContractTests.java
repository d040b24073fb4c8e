package dev.bus.nats;

import java.time.Duration;

import io.nats.client.Options;

import dev.bus.Messenger;
import dev.bus.contract.ContractEngine;
import dev.bus.contract.ContractSettings;
import dev.bus.contract.MessengerContract;

/**
 * The contract on NATS, with two messengers on one server.
 */
@EnabledWithNats
class NatsContractTests extends MessengerContract {

	@Override
	protected ContractEngine createEngine() {
		return new NatsEngine(NatsServers.shared());
	}

	private record NatsEngine(String url) implements ContractEngine {

		@Override
		public Messenger open(ContractSettings settings) {
			return NatsMessenger.builder()
				.options(this::options)
				.maxPayload(settings.maxPayload())
				.closeTimeout(settings.closeTimeout())
				.requestTimeout(settings.requestTimeout())
				.build();
		}

		private Options.Builder options() {
			// tests before this one may keep server and machine busy
			return Options.builder().server(this.url).maxReconnects(-1).connectionTimeout(Duration.ofSeconds(20));
		}

		@Override
		public boolean isShared() {
			return true;
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
			return true;
		}

		@Override
		public boolean withdrawsRequests() {
			return false;
		}

	}

}
