package dev.bus.contract;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/**
 * What every engine must do. The tests of an engine extend this class, tell how its
 * messengers are made and where it differs, and add what only that engine promises.
 */
public abstract class MessengerContract {

	private ContractEngine engine;

	@BeforeEach
	void prepareEngine() throws Exception {
		this.engine = createEngine();
	}

	@AfterEach
	void closeEngine() throws Exception {
		this.engine.close();
	}

	/**
	 * Create the engine for one test.
	 * @return the engine, which nothing was published to yet
	 * @throws Exception if it cannot be made
	 */
	protected abstract ContractEngine createEngine() throws Exception;

	@Nested
	class Delivery extends DeliveryContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Wildcards extends WildcardContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Groups extends GroupContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Buffers extends BufferContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Concurrency extends ConcurrencyContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class ListenerFailures extends ListenerFailureContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Requests extends RequestContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class UnansweredRequests extends UnansweredRequestContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Deadlines extends DeadlineContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class HandlerFailures extends HandlerFailureContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Unsubscribing extends UnsubscribeContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Draining extends DrainContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Pausing extends PauseContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Closed extends CloseContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Closing extends ClosingContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Payloads extends PayloadContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Misuse extends MisuseContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

	@Nested
	class Stress extends StressContract {

		@Override
		ContractEngine engine() {
			return MessengerContract.this.engine;
		}

	}

}
