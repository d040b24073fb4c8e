package dev.bus.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.NoRespondersException;
import dev.bus.RequestCancelledException;
import dev.bus.RequestTimeoutException;
import dev.bus.ServeOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Requests that nobody answers, or not in time.
 */
abstract class UnansweredRequestContract extends ContractCase {

	private static final ServeOptions ONE = ServeOptions.defaults().withConcurrency(1);

	@Test
	void aRequestThatNobodyServesFails() {
		assertNobodyServes(messenger(), "nobody.home");
	}

	@Test
	void anAsynchronousRequestThatNobodyServesFails() {
		Duration timeout = engine().waitsForLateHandler() ? Duration.ofMillis(200) : LIMIT;
		assertThat(messenger().requestAsync(BusMessage.of("nobody.home", ""), timeout)).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(
					engine().waitsForLateHandler() ? RequestTimeoutException.class : NoRespondersException.class);
	}

	@Test
	void theFailureNamesTheSubject() {
		assertThatExceptionOfType(RequestTimeoutException.class)
			.isThrownBy(() -> messenger().request(BusMessage.of("nobody.home", ""), Duration.ofMillis(100)))
			.withMessageContaining("nobody.home");
	}

	@Test
	void aLateHandlerIsWaitedForOrNotAsTheEngineSays() {
		CompletableFuture<BusMessage> reply = peer().requestAsync(BusMessage.of("late", "ping"), LIMIT);
		if (engine().waitsForLateHandler()) {
			assertStays(() -> !reply.isDone());
			messenger().serve("late", (request) -> request.reply("pong"));
			assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("pong");
		}
		else {
			assertThat(reply).failsWithin(SLACK).withThrowableThat().withCauseInstanceOf(NoRespondersException.class);
		}
	}

	@Test
	void aHandlerThatEndedIsNotAskedAnyMore() {
		AtomicInteger runs = new AtomicInteger();
		Subscription subscription = messenger().serve("get", (request) -> {
			runs.incrementAndGet();
			return request.reply("here");
		});
		assertThat(messenger().request("get", new byte[0], LIMIT)).asString().isEqualTo("here");
		subscription.unsubscribe();
		assertNobodyServes(messenger(), "get");
		assertThat(runs).hasValue(1);
	}

	@Test
	void aRequestToASubjectWithStreamsOnlyEndsAsTheEngineSays() {
		Recorder recorder = record("events");
		boolean mixes = engine().mixesStreamsAndRequests();
		if (mixes) {
			Throwable failure = catchThrowable(
					() -> messenger().request(BusMessage.of("events", "request"), Duration.ofMillis(200)));
			assertThat(failure).isExactlyInstanceOf(RequestTimeoutException.class);
		}
		else {
			assertNobodyServes(messenger(), "events");
		}
		messenger().publish("events", bytes("end"));
		await().until(() -> recorder.texts().contains("end"));
		assertThat(recorder.size()).isEqualTo(mixes ? 2 : 1);
	}

	@Test
	void publishingToAServedSubjectRunsTheHandlerOrNotAsTheEngineSays() {
		Recorder handled = new Recorder();
		messenger().serve("get", ONE, (request) -> {
			handled.onMessage(request);
			return request.reply("reply");
		});
		messenger().publish("get", bytes("published"));
		assertThat(messenger().request("get", bytes("requested"), LIMIT)).asString().isEqualTo("reply");
		if (engine().mixesStreamsAndRequests()) {
			handled.awaitTexts("published", "requested");
		}
		else {
			handled.awaitTexts("requested");
		}
	}

	@Test
	void aSlowHandlerTimesOutAndItsLateReplyIsDiscarded() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			if (request.text().equals("slow")) {
				gate.pass();
			}
			return request;
		});
		Throwable failure = catchThrowable(() -> peer().request(BusMessage.of("get", "slow"), Duration.ofMillis(200)));
		assertThat(failure).isExactlyInstanceOf(RequestTimeoutException.class).hasMessageContaining("get");
		gate.awaitArrivals(1);
		gate.open();
		for (int i = 0; i < 20; i++) {
			assertThat(peer().request("get", bytes("fast"), LIMIT)).asString().isEqualTo("fast");
		}
	}

	@Test
	void aDeadlineOfOneMillisecondIsKept() {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return null;
		});
		assertThat(inBackground(() -> assertThatExceptionOfType(RequestTimeoutException.class)
			.isThrownBy(() -> peer().request(BusMessage.of("get", ""), Duration.ofMillis(1))))).succeedsWithin(LIMIT);
	}

	@Test
	void anInterruptEndsTheWaitAtOnceAndIsKept() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return null;
		});
		CountDownLatch started = new CountDownLatch(1);
		Thread[] requester = new Thread[1];
		CompletableFuture<Boolean> interrupted = inBackground(() -> {
			requester[0] = Thread.currentThread();
			started.countDown();
			Throwable failure = catchThrowable(() -> peer().request(BusMessage.of("get", ""), Duration.ofMinutes(1)));
			boolean flag = Thread.interrupted();
			assertThat(failure).isInstanceOf(RequestCancelledException.class);
			return flag;
		});
		assertThat(started.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
		gate.awaitArrivals(1);
		requester[0].interrupt();
		assertThat(interrupted).succeedsWithin(SLACK).isEqualTo(true);
	}

	@Test
	void aRequestOfAThreadThatIsInterruptedAlreadyIsCancelledAtOnce() {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return null;
		});
		assertThat(inBackground(() -> {
			Thread.currentThread().interrupt();
			Throwable failure = catchThrowable(() -> peer().request(BusMessage.of("get", ""), Duration.ofMinutes(1)));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(failure).isInstanceOf(RequestCancelledException.class);
		})).succeedsWithin(SLACK);
	}

	@Test
	void aCancelledRequestIsWithdrawnIfItHasNotBegun() throws Exception {
		Gate gate = gate();
		Recorder handled = new Recorder();
		serveOneAtATime(gate, handled);
		CompletableFuture<BusMessage> first = messenger().requestAsync(BusMessage.of("get", "first"), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<BusMessage> second = messenger().requestAsync(BusMessage.of("get", "second"), LIMIT);
		CompletableFuture<BusMessage> third = messenger().requestAsync(BusMessage.of("get", "third"), LIMIT);
		assertThat(second.cancel(true)).isTrue();
		assertThat(second).isCancelled();
		gate.open();
		assertThat(first).succeedsWithin(LIMIT);
		assertThat(third).succeedsWithin(LIMIT);
		assertSecondIsHandledOnlyIfNotWithdrawn(handled);
	}

	@Test
	void aQueuedRequestWhoseDeadlineHasPassedIsNotRun() throws Exception {
		Gate gate = gate();
		Recorder handled = new Recorder();
		serveOneAtATime(gate, handled);
		CompletableFuture<BusMessage> first = messenger().requestAsync(BusMessage.of("get", "first"), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<BusMessage> second = messenger().requestAsync(BusMessage.of("get", "second"),
				Duration.ofMillis(20));
		assertThat(second).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(RequestTimeoutException.class);
		gate.open();
		assertThat(first).succeedsWithin(LIMIT);
		assertThat(messenger().request("get", bytes("third"), LIMIT)).asString().isEqualTo("third");
		assertSecondIsHandledOnlyIfNotWithdrawn(handled);
	}

	@Test
	void cancellingARequestThatHasBegunLeavesTheHandlerAlone() throws Exception {
		Gate gate = gate();
		Recorder handled = new Recorder();
		serveOneAtATime(gate, handled);
		CompletableFuture<BusMessage> first = messenger().requestAsync(BusMessage.of("get", "first"), LIMIT);
		gate.awaitArrivals(1);
		first.cancel(true);
		gate.open();
		handled.awaitTexts("first");
		assertThat(messenger().request("get", bytes("next"), LIMIT)).asString().isEqualTo("next");
	}

	private void serveOneAtATime(Gate gate, Recorder handled) {
		messenger().serve("get", ONE, (request) -> {
			gate.pass();
			handled.onMessage(request);
			return request;
		});
	}

	private void assertSecondIsHandledOnlyIfNotWithdrawn(Recorder handled) {
		assertThat(handled.texts()).startsWith("first").endsWith("third");
		if (engine().withdrawsRequests()) {
			assertThat(handled.texts()).containsExactly("first", "third");
		}
	}

}
