package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.MessengerStatus;
import dev.bus.RequestException;
import dev.bus.RequestHandler;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What becomes of the work that is under way when a messenger closes.
 */
abstract class ClosingContract extends ContractCase {

	private static final ServeOptions ONE = ServeOptions.defaults().withConcurrency(1);

	@Test
	void whatWasPublishedBeforeCloseIsSent() {
		Recorder recorder = new Recorder();
		peer().stream("orders", recorder);
		List<CompletableFuture<Void>> accepted = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			if (i % 2 == 0) {
				messenger().publish("orders", bytes(String.valueOf(i)));
			}
			else {
				accepted.add(messenger().publishAsync("orders", bytes(String.valueOf(i))));
			}
		}
		messenger().close();
		join(accepted);
		if (engine().isShared()) {
			recorder.awaitTexts(numbers(0, 500));
		}
		else {
			assertThat(numbers(0, 500)).startsWith(recorder.texts().toArray(String[]::new));
		}
	}

	@Test
	void closeWakesBlockingRequestsOfOtherThreads() throws Exception {
		Gate gate = gate();
		ThrowingRunnable waits = keepRequestsWaiting(gate, 1);
		CompletableFuture<Throwable> waiting = inBackground(
				() -> catchThrowable(() -> messenger().request(BusMessage.of("get", ""), Duration.ofMinutes(1))));
		waits.run();
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		assertThat(waiting).succeedsWithin(SLACK).isInstanceOf(ConnectionClosedException.class);
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
	}

	@Test
	void closeWakesAsynchronousRequests() throws Exception {
		Gate gate = gate();
		ThrowingRunnable waits = keepRequestsWaiting(gate, 20);
		List<CompletableFuture<BusMessage>> waiting = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			waiting.add(messenger().requestAsync(BusMessage.of("get", ""), Duration.ofMinutes(1)));
		}
		waits.run();
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		for (CompletableFuture<BusMessage> request : waiting) {
			assertThat(request).failsWithin(SLACK)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
		}
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
	}

	@Test
	void aRequestWhoseHandlerRunsEndsWithItsReply() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return request.reply("finished");
		});
		CompletableFuture<BusMessage> fromPeer = peer().requestAsync(BusMessage.of("get", ""), LIMIT);
		CompletableFuture<BusMessage> fromSame = messenger().requestAsync(BusMessage.of("get", ""), LIMIT);
		gate.awaitArrivals(2);
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		assertStays(() -> !closed.isDone());
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
		assertThat(fromPeer).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("finished");
		assertThat(fromSame).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("finished");
	}

	@Test
	void aRequestWhoseHandlerRunsEndsWithItsFailure() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			throw new IllegalStateException("failed at last");
		});
		CompletableFuture<BusMessage> request = peer().requestAsync(BusMessage.of("get", ""), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
		assertThat(request).failsWithin(LIMIT).withThrowableThat().withMessageContaining("failed at last");
	}

	@Test
	void aRunningHandlerMayPublishAndRequestWhileItsMessengerCloses() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		peer().stream("orders", recorder);
		peer().serve("inner", (request) -> request.reply("inner " + request.text()));
		messenger().serve("outer", (request) -> {
			gate.pass();
			messenger().publish("orders", bytes("while closing"));
			messenger().publishAsync("orders", bytes("and again")).get();
			String first = messenger().request(BusMessage.of("inner", "1"), LIMIT).text();
			String second = messenger().requestAsync(BusMessage.of("inner", "2"), LIMIT).get().text();
			return request.reply(first + ", " + second);
		});
		CompletableFuture<BusMessage> reply = peer().requestAsync(BusMessage.of("outer", ""), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		gate.open();
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("inner 1, inner 2");
		assertThat(closed).succeedsWithin(LIMIT);
		recorder.awaitTexts("while closing", "and again");
	}

	@Test
	void aRunningListenerMayPublishAndRequestWhileItsMessengerCloses() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		peer().stream("answers", recorder);
		peer().serve("inner", (request) -> request.reply("inner"));
		messenger().stream("orders", (message) -> {
			gate.pass();
			messenger().publish("answers", messenger().request("inner", new byte[0], LIMIT));
		});
		peer().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
		recorder.awaitTexts("inner");
	}

	@Test
	void whileItClosesAllOthersAreRefused() throws Exception {
		Gate gate = gate();
		messenger().stream("orders", (message) -> gate.pass());
		messenger().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		CloseContract.calls()
			.forEach((call) -> assertThat(catchThrowable(() -> call.on(messenger())))
				.isInstanceOf(ConnectionClosedException.class));
		assertThat(closed).isNotDone();
		gate.open();
		assertThat(closed).succeedsWithin(LIMIT);
	}

	@Test
	void atTheTimeoutRunningHandlersAreInterruptedAndTheirRequestersGetAnError() throws Exception {
		Duration closeTimeout = Duration.ofMillis(300);
		use(ContractSettings.defaults().withCloseTimeout(closeTimeout));
		Gate gate = gate();
		AtomicReference<Throwable> interrupted = new AtomicReference<>();
		messenger().serve("get", (request) -> {
			try {
				gate.pass();
			}
			catch (InterruptedException ex) {
				interrupted.set(ex);
				throw ex;
			}
			return request;
		});
		CompletableFuture<BusMessage> request = peer().requestAsync(BusMessage.of("get", ""), Duration.ofMinutes(1));
		gate.awaitArrivals(1);
		long start = System.nanoTime();
		assertThat(inBackground(messenger()::close)).succeedsWithin(LIMIT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(closeTimeout, closeTimeout.plus(SLACK));
		await().until(() -> interrupted.get() != null);
		assertThat(request).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestHandlerException.class);
	}

	@Test
	void aHandlerThatIgnoresInterruptsDoesNotHoldUpCloseBeyondTheTimeout() throws Exception {
		Duration closeTimeout = Duration.ofMillis(300);
		use(ContractSettings.defaults().withCloseTimeout(closeTimeout));
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.passUninterruptibly();
			return request;
		});
		messenger().stream("orders", (message) -> gate.passUninterruptibly());
		CompletableFuture<BusMessage> request = peer().requestAsync(BusMessage.of("get", ""), Duration.ofMinutes(1));
		messenger().publish("orders", bytes("one"));
		gate.awaitArrivals(2);
		long start = System.nanoTime();
		assertThat(inBackground(messenger()::close)).succeedsWithin(LIMIT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(closeTimeout.plus(SLACK));
		assertThat(request).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestHandlerException.class);
	}

	@Test
	void aStageThatNeverCompletesDoesNotHoldUpCloseBeyondTheTimeout() {
		Duration closeTimeout = Duration.ofMillis(300);
		use(ContractSettings.defaults().withCloseTimeout(closeTimeout));
		CompletableFuture<BusMessage> never = new CompletableFuture<>();
		CompletableFuture<BusMessage> begun = new CompletableFuture<>();
		messenger().serveAsync("get", (request) -> {
			begun.complete(request);
			return never;
		});
		CompletableFuture<BusMessage> request = peer().requestAsync(BusMessage.of("get", ""), Duration.ofMinutes(1));
		assertThat(begun).succeedsWithin(LIMIT);
		assertThat(inBackground(messenger()::close)).succeedsWithin(closeTimeout.plus(SLACK));
		assertThat(request).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestHandlerException.class);
	}

	@Test
	void closeFromAListenerReturnsAtOnceAndCloses() {
		AtomicReference<MessengerStatus> status = new AtomicReference<>();
		messenger().stream("orders", (message) -> {
			messenger().close();
			status.set(messenger().status());
		});
		messenger().publish("orders", bytes("one"));
		await().until(() -> status.get() != null);
		assertThat(status).hasValue(MessengerStatus.CLOSED);
		await().until(() -> catchThrowable(
				() -> messenger().publish("orders", bytes("two"))) instanceof ConnectionClosedException);
	}

	@Test
	void closeFromAHandlerStillSendsItsReply() {
		messenger().serve("close", (request) -> {
			messenger().close();
			return request.reply("closed");
		});
		assertThat(peer().request("close", new byte[0], LIMIT)).asString().isEqualTo("closed");
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
	}

	@Test
	void aQueuedRequestEndsWhenTheMessengerThatServesItCloses() throws Exception {
		Gate gate = gate();
		messenger().serve("get", ONE, (request) -> {
			gate.pass();
			return request.reply("finished");
		});
		CompletableFuture<BusMessage> running = peer().requestAsync(BusMessage.of("get", ""), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<BusMessage> queued = peer().requestAsync(BusMessage.of("get", ""), Duration.ofSeconds(3));
		CompletableFuture<Void> closed = inBackground(messenger()::close);
		await().until(() -> messenger().status() == MessengerStatus.CLOSED);
		gate.open();
		assertThat(running).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("finished");
		assertThat(closed).succeedsWithin(LIMIT);
		Throwable failure = catchThrowable(() -> queued.get());
		if (failure != null) {
			assertThat(failure.getCause()).isInstanceOfAny(RequestException.class, ConnectionClosedException.class);
		}
	}

	/**
	 * Arrange for requests of the messenger under test to wait with no handler of its own
	 * at work on them.
	 * @return waits until that many of them do
	 */
	private ThrowingRunnable keepRequestsWaiting(Gate gate, int count) throws Exception {
		RequestHandler handler = (request) -> {
			gate.pass();
			return request;
		};
		if (engine().isShared()) {
			peer().serve("get", handler);
			return () -> gate.awaitArrivals(count);
		}
		if (engine().waitsForLateHandler()) {
			return () -> {
			};
		}
		Subscription served = messenger().serve("get", ONE, handler);
		messenger().requestAsync(BusMessage.of("get", ""), LIMIT);
		gate.awaitArrivals(1);
		return () -> await().until(() -> served.stats().pending() == count);
	}

}
