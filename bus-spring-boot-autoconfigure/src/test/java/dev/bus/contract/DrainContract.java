package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After a drain that returned true everything was delivered.
 */
abstract class DrainContract extends ContractCase {

	@Test
	void everythingPublishedBeforeIsDeliveredAndNothingAfterwards() {
		Recorder others = record("orders");
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		publish(messenger(), "orders", 0, 300);
		assertThat(subscription.drain(LIMIT)).isTrue();
		assertThat(recorder.texts()).isEqualTo(numbers(0, 300));
		assertThat(subscription.isActive()).isFalse();
		publish(messenger(), "orders", 300, 320);
		others.awaitSize(320);
		assertThat(recorder.size()).isEqualTo(300);
		assertThat(subscription.stats().dropped()).isZero();
		assertThat(subscription.stats().pending()).isZero();
	}

	@Test
	void theCallOfTheLastMessageHasEndedWhenDrainReturns() {
		for (int i = 0; i < 100; i++) {
			Recorder recorder = new Recorder();
			Subscription subscription = messenger().stream("orders", recorder);
			messenger().publish("orders", bytes("last"));
			assertThat(subscription.drain(LIMIT)).isTrue();
			assertThat(recorder.texts()).containsExactly("last");
			assertThat(subscription.stats().inFlight()).isZero();
		}
	}

	@Test
	void withConcurrencyEverythingIsDeliveredToo() {
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", StreamOptions.defaults().withConcurrency(4), recorder);
		publish(messenger(), "orders", 0, 300);
		assertThat(subscription.drain(LIMIT)).isTrue();
		assertThat(recorder.texts()).containsExactlyInAnyOrderElementsOf(numbers(0, 300));
	}

	@Test
	void aGroupMemberDeliversWhatItTook() {
		StreamOptions workers = StreamOptions.defaults().withGroup("workers");
		Recorder group = new Recorder();
		Subscription draining = messenger().stream("jobs", workers, group);
		messenger().stream("jobs", workers, group);
		publish(messenger(), "jobs", 0, 100);
		assertThat(draining.drain(LIMIT)).isTrue();
		publish(messenger(), "jobs", 100, 200);
		group.awaitSize(200);
		assertThat(group.texts()).containsExactlyInAnyOrderElementsOf(numbers(0, 200));
	}

	@Test
	void aDrainOfNothingReturnsAtOnce() {
		Subscription subscription = messenger().stream("orders", new Recorder());
		long start = System.nanoTime();
		assertThat(subscription.drain(Duration.ofMinutes(1))).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
	}

	@Test
	void drainingAgainAndUnsubscribingAfterwardsDoNothing() {
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		messenger().publish("orders", bytes("one"));
		assertThat(subscription.drain(LIMIT)).isTrue();
		assertThat(subscription.drain(LIMIT)).isTrue();
		subscription.unsubscribe();
		assertThat(recorder.texts()).containsExactly("one");
	}

	@Test
	void twoDrainsAtOnceBothSeeEverythingDelivered() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder);
		publish(messenger(), "orders", 0, 10);
		gate.awaitArrivals(1);
		CompletableFuture<Boolean> first = inBackground(() -> subscription.drain(LIMIT));
		CompletableFuture<Boolean> second = inBackground(() -> subscription.drain(LIMIT));
		assertStays(() -> !first.isDone() && !second.isDone());
		gate.open();
		assertThat(first).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(second).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(recorder.size()).isEqualTo(10);
	}

	@Test
	void whenTimeRunsOutTheSubscriptionEndsAndTheRestCountsAsDropped() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder);
		publish(messenger(), "orders", 0, 10);
		gate.awaitArrivals(1);
		await().until(() -> subscription.stats().pending() == 9);
		Duration timeout = Duration.ofMillis(200);
		long start = System.nanoTime();
		assertThat(subscription.drain(timeout)).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(timeout, timeout.plus(SLACK));
		assertThat(subscription.isActive()).isFalse();
		gate.open();
		await().until(() -> subscription.stats().delivered() == 1);
		assertThat(recorder.texts()).containsExactly("0");
		assertThat(subscription.stats().dropped()).isEqualTo(9);
		assertThat(subscription.stats().pending()).isZero();
	}

	@Test
	void aPausedSubscriptionDeliversNothingAndReturnsFalse() {
		Recorder recorder = new Recorder();
		Recorder others = record("orders");
		Subscription subscription = messenger().stream("orders", recorder);
		subscription.pause();
		publish(messenger(), "orders", 0, 10);
		others.awaitSize(10);
		assertThat(subscription.drain(LIMIT)).isFalse();
		assertThat(subscription.isActive()).isFalse();
		subscription.resume();
		publish(messenger(), "orders", 10, 20);
		others.awaitSize(20);
		assertThat(recorder.size()).isZero();
	}

	@Test
	void fromItsOwnListenerItDoesNotWaitAndReturnsFalse() {
		AtomicReference<Subscription> own = new AtomicReference<>();
		AtomicReference<Boolean> drained = new AtomicReference<>();
		Recorder recorder = new Recorder();
		own.set(messenger().stream("orders", (message) -> {
			recorder.onMessage(message);
			await().until(() -> own.get() != null);
			drained.set(own.get().drain(Duration.ofMinutes(1)));
		}));
		publish(messenger(), "orders", 0, 5);
		await().until(() -> drained.get() != null);
		assertThat(drained.get()).isFalse();
		assertThat(own.get().isActive()).isFalse();
		publish(messenger(), "orders", 5, 10);
		assertStays(() -> recorder.size() == 1);
		assertThat(own.get().stats().pending()).isZero();
	}

	@Test
	void whatAListenerLeavesThatDrainsItselfCountsAsDropped() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		AtomicReference<Subscription> own = new AtomicReference<>();
		own.set(messenger().stream("orders", (message) -> {
			gate.pass();
			own.get().drain(LIMIT);
			recorder.onMessage(message);
		}));
		publish(messenger(), "orders", 0, 10);
		await().until(() -> own.get().stats().pending() == 9);
		gate.open();
		recorder.awaitTexts("0");
		await().until(() -> own.get().stats().inFlight() == 0);
		assertThat(own.get().stats().dropped()).isEqualTo(9);
		assertThat(own.get().stats().delivered()).isEqualTo(1);
		assertStays(() -> recorder.size() == 1);
	}

	@Test
	void anInterruptEndsTheDrainAndIsKept() throws Exception {
		Gate gate = gate();
		Subscription subscription = streamBehind(gate, new Recorder());
		messenger().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		assertThat(inBackground(() -> {
			Thread.currentThread().interrupt();
			boolean drained = subscription.drain(LIMIT);
			return Thread.interrupted() && !drained;
		})).succeedsWithin(SLACK).isEqualTo(true);
		assertThat(subscription.isActive()).isFalse();
	}

	@Test
	void unsubscribeEndsADrainThatWaits() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder);
		publish(messenger(), "orders", 0, 10);
		gate.awaitArrivals(1);
		CompletableFuture<Boolean> drained = inBackground(() -> subscription.drain(LIMIT));
		await().until(() -> !subscription.isActive());
		CompletableFuture<Void> unsubscribed = inBackground(subscription::unsubscribe);
		await().until(() -> subscription.stats().pending() == 0);
		gate.open();
		assertThat(drained).succeedsWithin(LIMIT).isEqualTo(false);
		assertThat(unsubscribed).succeedsWithin(LIMIT);
		assertThat(recorder.texts()).containsExactly("0");
	}

	@Test
	void requestsReceivedBeforeAreAnswered() throws Exception {
		Gate gate = gate();
		Subscription subscription = messenger().serve("get", ServeOptions.defaults().withConcurrency(2), (request) -> {
			gate.pass();
			return request;
		});
		List<CompletableFuture<BusMessage>> replies = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			replies.add(messenger().requestAsync(BusMessage.of("get", String.valueOf(i)), LIMIT));
		}
		gate.awaitArrivals(2);
		CompletableFuture<Boolean> drained = inBackground(() -> subscription.drain(LIMIT));
		await().until(() -> !subscription.isActive());
		gate.open();
		assertThat(drained).succeedsWithin(LIMIT).isEqualTo(true);
		if (engine().waitsForLateHandler()) {
			messenger().serve("get", (request) -> request);
		}
		assertThat(join(replies)).extracting(BusMessage::text).isEqualTo(numbers(0, 10));
		assertThat(subscription.isActive()).isFalse();
	}

	@Test
	void aHandlerMayRequestWhileItsSubscriptionDrains() throws Exception {
		Gate gate = gate();
		messenger().serve("inner", (request) -> request.reply("inner"));
		Subscription subscription = messenger().serve("outer", (request) -> {
			gate.pass();
			return messenger().request(BusMessage.of("inner", ""), LIMIT);
		});
		CompletableFuture<BusMessage> reply = messenger().requestAsync(BusMessage.of("outer", ""), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<Boolean> drained = inBackground(() -> subscription.drain(LIMIT));
		await().until(() -> !subscription.isActive());
		gate.open();
		assertThat(drained).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("inner");
	}

	@Test
	void anAsynchronousHandlerIsWaitedFor() {
		CompletableFuture<BusMessage> stage = new CompletableFuture<>();
		Subscription subscription = messenger().serveAsync("get", (request) -> stage);
		CompletableFuture<BusMessage> reply = messenger().requestAsync(BusMessage.of("get", ""), LIMIT);
		await().until(() -> subscription.stats().inFlight() == 1);
		CompletableFuture<Boolean> drained = inBackground(() -> subscription.drain(LIMIT));
		assertStays(() -> !drained.isDone());
		stage.complete(BusMessage.of("get", "done"));
		assertThat(drained).succeedsWithin(LIMIT).isEqualTo(true);
		assertThat(reply).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("done");
	}

	private Subscription streamBehind(Gate gate, Recorder recorder) {
		return messenger().stream("orders", (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
	}

}
