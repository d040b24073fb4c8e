package dev.bus.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusMessage;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * At most so many handlers at once, and no deadlock however few they are.
 */
abstract class ConcurrencyContract extends ContractCase {

	private static final ServeOptions ONE = ServeOptions.defaults().withConcurrency(1);

	private final Queue<CompletableFuture<BusMessage>> stages = new ConcurrentLinkedQueue<>();

	@AfterEach
	void completeStages() {
		List.copyOf(this.stages).forEach((stage) -> stage.complete(null));
	}

	@Test
	void aStreamHandlesOneMessageAtATimeByDefault() {
		Peak peak = new Peak();
		Recorder recorder = new Recorder();
		messenger().stream("orders", (message) -> {
			peak.enter();
			recorder.onMessage(message);
			peak.leave();
		});
		publish(peer(), "orders", 0, 300);
		recorder.awaitTexts(numbers(0, 300));
		assertThat(peak.highest()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 5 })
	void aStreamHandlesAsManyMessagesAtOnceAsItsConcurrency(int concurrency) throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		StreamOptions options = StreamOptions.defaults().withConcurrency(concurrency);
		Subscription subscription = messenger().stream("orders", options, (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
		publish(peer(), "orders", 0, 20);
		gate.awaitArrivals(concurrency);
		await().until(() -> subscription.stats().inFlight() == concurrency
				&& subscription.stats().pending() == 20 - concurrency);
		assertStays(() -> gate.entered() == concurrency);
		gate.open();
		recorder.awaitSize(20);
		await().until(() -> subscription.stats().delivered() == 20 && subscription.stats().inFlight() == 0);
	}

	@Test
	void aServedSubjectHandles256RequestsAtOnceByDefault() throws Exception {
		Gate gate = gate();
		Subscription subscription = messenger().serve("get", (request) -> {
			gate.pass();
			return request;
		});
		List<CompletableFuture<BusMessage>> replies = requests("get", 300);
		gate.awaitArrivals(256);
		assertStays(() -> gate.entered() == 256);
		assertThat(subscription.stats().inFlight()).isEqualTo(256);
		gate.open();
		assertThat(join(replies)).hasSize(300);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void aServedSubjectHandlesAsManyRequestsAtOnceAsItsConcurrency(int concurrency) throws Exception {
		Gate gate = gate();
		messenger().serve("get", ServeOptions.defaults().withConcurrency(concurrency), (request) -> {
			gate.pass();
			return request;
		});
		List<CompletableFuture<BusMessage>> replies = requests("get", 10);
		gate.awaitArrivals(concurrency);
		assertStays(() -> gate.entered() == concurrency);
		gate.open();
		assertThat(join(replies)).extracting(BusMessage::text).isEqualTo(numbers(0, 10));
	}

	@Test
	void requestsCountUntilTheirStageCompletes() {
		Subscription subscription = messenger().serveAsync("get", ServeOptions.defaults().withConcurrency(2),
				(request) -> {
					CompletableFuture<BusMessage> stage = new CompletableFuture<>();
					this.stages.add(stage);
					return stage;
				});
		List<CompletableFuture<BusMessage>> replies = requests("get", 6);
		for (int round = 1; round <= 3; round++) {
			int begun = 2 * round;
			await().until(() -> this.stages.size() == begun);
			assertStays(() -> this.stages.size() == begun);
			assertThat(subscription.stats().inFlight()).isEqualTo(2);
			completeStages();
		}
		join(replies);
		await().until(() -> subscription.stats().inFlight() == 0 && subscription.stats().delivered() == 6);
	}

	@Test
	void oneHandlerAtATimeHandlesManyRequesters() {
		Peak peak = new Peak();
		messenger().serve("get", ONE, (request) -> {
			peak.enter();
			peak.leave();
			return request;
		});
		join(requests("get", 300));
		assertThat(peak.highest()).isEqualTo(1);
	}

	@Test
	void nestedRequestsAtConcurrencyOneDoNotDeadlock() {
		for (int i = 1; i < 10; i++) {
			int next = i - 1;
			messenger().serve("level." + i, ONE, (request) -> request
				.reply(messenger().request(BusMessage.of("level." + next, ""), LIMIT).text() + next));
		}
		messenger().serve("level.0", ONE, (request) -> request.reply(">"));
		List<CompletableFuture<BusMessage>> replies = requests("level.9", 10);
		assertThat(join(replies)).extracting(BusMessage::text).containsOnly(">012345678");
	}

	@Test
	void aHandlerMayCallItselfAsDeepAsItsConcurrency() {
		messenger().serve("countdown", (request) -> {
			int number = Integer.parseInt(request.text());
			return (number == 0) ? request
					: messenger().request(BusMessage.of("countdown", String.valueOf(number - 1)), LIMIT);
		});
		assertThat(peer().request("countdown", bytes("100"), LIMIT)).asString().isEqualTo("0");
	}

	@Test
	void aListenerMayRequest() {
		Recorder recorder = new Recorder();
		messenger().serve("get", ONE, (request) -> request.reply("got " + request.text()));
		messenger().stream("orders",
				(message) -> recorder.onMessage(messenger().request(BusMessage.of("get", message.text()), LIMIT)));
		publish(peer(), "orders", 0, 50);
		recorder.awaitTexts(numbers(0, 50).stream().map((number) -> "got " + number).toList());
	}

	@Test
	void aStuckSubscriptionDoesNotStarveOthers() throws Exception {
		Gate gate = gate();
		for (int i = 0; i < 50; i++) {
			stuck("stuck", StreamOptions.defaults().withConcurrency(2), gate);
		}
		publish(peer(), "stuck", 0, 2);
		gate.awaitArrivals(100);
		Recorder recorder = record("orders");
		messenger().serve("get", (request) -> request);
		publish(peer(), "orders", 0, 50);
		recorder.awaitTexts(numbers(0, 50));
		assertThat(peer().request("get", bytes("free"), LIMIT)).asString().isEqualTo("free");
	}

	private List<CompletableFuture<BusMessage>> requests(String subject, int count) {
		List<CompletableFuture<BusMessage>> replies = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			replies.add(peer().requestAsync(BusMessage.of(subject, String.valueOf(i)), LIMIT));
		}
		return replies;
	}

	/**
	 * Keeps the greatest number that were inside at once.
	 */
	private static final class Peak {

		private final AtomicInteger inside = new AtomicInteger();

		private final AtomicInteger highest = new AtomicInteger();

		void enter() {
			this.highest.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		}

		void leave() {
			this.inside.decrementAndGet();
		}

		int highest() {
			return this.highest.get();
		}

	}

}
