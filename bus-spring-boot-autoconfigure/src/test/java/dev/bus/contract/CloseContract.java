package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.RequestException;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a closed messenger refuses, and what goes on working.
 */
abstract class CloseContract extends ContractCase {

	@ParameterizedTest
	@MethodSource("calls")
	void aClosedMessengerRefusesEveryCall(Call call) {
		messenger().close();
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> call.on(messenger()));
	}

	static Stream<Call> calls() {
		BusMessage message = BusMessage.of("orders", "one");
		StreamOptions workers = StreamOptions.defaults().withGroup("workers");
		return Stream.of((messenger) -> messenger.publish(message),
				(messenger) -> messenger.publish("orders", new byte[0]),
				(messenger) -> messenger.stream("orders", new Recorder()).unsubscribe(),
				(messenger) -> messenger.stream("orders.*", workers, new Recorder()).unsubscribe(),
				(messenger) -> messenger.request(message), (messenger) -> messenger.request(message, LIMIT),
				(messenger) -> messenger.serve("get", (request) -> request).unsubscribe(),
				(messenger) -> messenger.serveAsync("get", CompletableFuture::completedFuture).unsubscribe());
	}

	@Test
	void asynchronousCallsOfAClosedMessengerFailTheirFuture() {
		messenger().close();
		for (CompletableFuture<?> future : List.of(messenger().publishAsync("orders", new byte[0]),
				messenger().requestAsync(BusMessage.of("get", "")),
				messenger().requestAsync(BusMessage.of("get", ""), LIMIT))) {
			assertThat(future).failsWithin(SLACK)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
		}
	}

	@Test
	void theStatusIsConnectedAndThenClosed() {
		assertThat(messenger().status()).isEqualTo(MessengerStatus.CONNECTED);
		messenger().close();
		assertThat(messenger().status()).isEqualTo(MessengerStatus.CLOSED);
		assertThat(messenger().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void closeTwiceIsFine() {
		messenger().close();
		messenger().close();
		assertThat(messenger().status()).isEqualTo(MessengerStatus.CLOSED);
	}

	@Test
	void closeFromSeveralThreadsAtOnceIsFine() {
		record("orders");
		messenger().serve("get", (request) -> request);
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(inBackground(messenger()::close));
		}
		join(threads);
		assertThat(messenger().status()).isEqualTo(MessengerStatus.CLOSED);
	}

	@Test
	void closeWithLiveSubscriptionsReturnsAndEndsThem() {
		Messenger messenger = messenger();
		List<Subscription> subscriptions = List.of(messenger.stream("orders", new Recorder()),
				messenger.stream("orders", StreamOptions.defaults().withGroup("workers"), new Recorder()),
				messenger.serve("get", (request) -> request));
		assertThat(inBackground(messenger::close)).succeedsWithin(SLACK);
		assertThat(subscriptions).allSatisfy((subscription) -> assertThat(subscription.isActive()).isFalse());
	}

	@Test
	void subscriptionsKeepWorkingAfterClose() {
		Recorder recorder = new Recorder();
		Subscription stream = messenger().stream("orders", recorder);
		Subscription served = messenger().serve("get", (request) -> request);
		publish(messenger(), "orders", 0, 3);
		recorder.awaitSize(3);
		messenger().close();
		for (Subscription subscription : List.of(stream, served)) {
			subscription.pause();
			subscription.resume();
			subscription.drain(LIMIT);
			subscription.unsubscribe();
			subscription.close();
			assertThat(subscription.isPaused()).isFalse();
			assertThat(subscription.isActive()).isFalse();
			assertThat(subscription.stats().pending()).isZero();
		}
		assertThat(stream.subject()).isEqualTo("orders");
		assertThat(stream.stats().delivered()).isEqualTo(3);
		assertThat(served.group()).isEqualTo("get");
	}

	@Test
	void pausedSubscriptionsDoNotHoldUpClose() {
		Recorder recorder = new Recorder();
		Subscription stream = messenger().stream("orders", recorder);
		stream.pause();
		messenger().serve("get", (request) -> request).pause();
		publish(messenger(), "orders", 0, 10);
		assertThat(inBackground(messenger()::close)).succeedsWithin(SLACK);
		assertThat(recorder.size()).isZero();
		assertThat(stream.stats().pending()).isZero();
	}

	@Test
	void nothingIsDeliveredAfterClose() {
		Recorder recorder = record("orders");
		AtomicInteger handled = new AtomicInteger();
		messenger().serve("get", (request) -> {
			handled.incrementAndGet();
			return request;
		});
		messenger().close();
		if (engine().isShared()) {
			publish(peer(), "orders", 0, 10);
			assertNobodyServes(peer(), "get");
		}
		assertStays(() -> recorder.size() == 0 && handled.get() == 0);
	}

	@Test
	void closingOneMessengerLeavesOthersAlone() {
		Messenger other = open();
		Recorder recorder = new Recorder();
		other.stream("orders", recorder);
		other.serve("get", (request) -> request);
		messenger().close();
		other.publish("orders", bytes("one"));
		recorder.awaitTexts("one");
		assertThat(other.request("get", bytes("me"), LIMIT)).asString().isEqualTo("me");
		assertThat(other.status()).isEqualTo(MessengerStatus.CONNECTED);
	}

	@Test
	void closeLeavesNoThreads() {
		Set<Thread> before = busThreads();
		Messenger messenger = messenger();
		Recorder recorder = record("orders");
		messenger.stream("orders", StreamOptions.defaults().withConcurrency(4), new Recorder());
		messenger.serve("get", ServeOptions.defaults().withConcurrency(4), (request) -> request);
		publish(messenger, "orders", 0, 50);
		recorder.awaitSize(50);
		messenger.request(BusMessage.of("get", ""), LIMIT);
		assertThat(messenger.requestAsync(BusMessage.of("get", ""), LIMIT)).succeedsWithin(LIMIT);
		messenger.close();
		await().untilAsserted(() -> {
			Set<Thread> left = busThreads();
			left.removeAll(before);
			assertThat(left).isEmpty();
		});
	}

	@Test
	void callsThatRaceCloseSucceedOrFailWithConnectionClosed() {
		for (int round = 0; round < 10; round++) {
			Messenger messenger = open();
			messenger.stream("orders", new Recorder());
			messenger.serve("get", (request) -> request);
			AtomicReference<Throwable> unexpected = new AtomicReference<>();
			AtomicInteger started = new AtomicInteger();
			List<CompletableFuture<Void>> callers = new ArrayList<>();
			for (Call call : calls().toList()) {
				callers.add(inBackground(() -> {
					started.incrementAndGet();
					callUntilClosed(messenger, call, unexpected);
				}));
			}
			await().until(() -> started.get() == callers.size());
			messenger.close();
			join(callers);
			assertThat(unexpected.get()).isNull();
		}
	}

	private static void callUntilClosed(Messenger messenger, Call call, AtomicReference<Throwable> unexpected) {
		boolean closed = false;
		while (!closed) {
			try {
				call.on(messenger);
			}
			catch (RequestException ex) {
				// nobody serves this subject, or the one who did has just ended
			}
			catch (ConnectionClosedException ex) {
				closed = true;
			}
			catch (Throwable ex) {
				unexpected.compareAndSet(null, ex);
				closed = true;
			}
		}
	}

	private static Set<Thread> busThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("bus-"))
			.collect(Collectors.toSet());
	}

	/**
	 * A call of a messenger.
	 */
	@FunctionalInterface
	interface Call {

		void on(Messenger messenger);

	}

}
