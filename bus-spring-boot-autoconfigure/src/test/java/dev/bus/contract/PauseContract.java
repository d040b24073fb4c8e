package dev.bus.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A paused subscription begins nothing, and goes on where it was when it resumes.
 */
abstract class PauseContract extends ContractCase {

	@Test
	void aPausedStreamBuffersAndDeliversAllInOrderWhenItResumes() {
		Recorder others = record("orders");
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		publish(peer(), "orders", 0, 10);
		recorder.awaitSize(10);
		subscription.pause();
		assertThat(subscription.isPaused()).isTrue();
		assertThat(subscription.isActive()).isTrue();
		publish(peer(), "orders", 10, 60);
		others.awaitSize(60);
		await().until(() -> subscription.stats().pending() == 50);
		assertThat(recorder.size()).isEqualTo(10);
		subscription.resume();
		assertThat(subscription.isPaused()).isFalse();
		publish(peer(), "orders", 60, 70);
		recorder.awaitTexts(numbers(0, 70));
	}

	@Test
	void pauseAndResumeTwiceAreFine() {
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		subscription.resume();
		subscription.pause();
		subscription.pause();
		assertThat(subscription.isPaused()).isTrue();
		publish(peer(), "orders", 0, 10);
		subscription.resume();
		subscription.resume();
		assertThat(subscription.isPaused()).isFalse();
		recorder.awaitTexts(numbers(0, 10));
	}

	@Test
	void aRunningCallIsFinishedAndTheNextDoesNotBegin() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
		publish(peer(), "orders", 0, 10);
		gate.awaitArrivals(1);
		await().until(() -> subscription.stats().pending() == 9);
		subscription.pause();
		gate.open();
		recorder.awaitTexts("0");
		assertStays(() -> recorder.size() == 1 && gate.entered() == 1);
		assertThat(subscription.stats().pending()).isEqualTo(9);
		subscription.resume();
		recorder.awaitTexts(numbers(0, 10));
	}

	@Test
	void aListenerMayPauseItself() {
		Recorder recorder = new Recorder();
		AtomicReference<Subscription> own = new AtomicReference<>();
		own.set(messenger().stream("orders", (message) -> {
			recorder.onMessage(message);
			await().until(() -> own.get() != null);
			own.get().pause();
		}));
		publish(peer(), "orders", 0, 3);
		await().until(() -> own.get().isPaused());
		assertStays(() -> recorder.size() == 1);
		own.get().resume();
		await().until(() -> recorder.size() == 2 && own.get().isPaused());
		own.get().resume();
		recorder.awaitTexts("0", "1", "2");
	}

	@Test
	void whileOneStreamIsPausedOthersGoOn() {
		Recorder recorder = record("orders");
		messenger().stream("orders", new Recorder()).pause();
		publish(peer(), "orders", 0, 20);
		recorder.awaitTexts(numbers(0, 20));
	}

	@Test
	void aPausedHandlerLeavesTheCompetitionUntilItResumes() {
		Subscription pausing = messenger().serve("get", (request) -> request.reply("pausing"));
		Subscription other = messenger().serve("get", (request) -> request.reply("other"));
		pausing.pause();
		for (int i = 0; i < 10; i++) {
			assertThat(messenger().request("get", new byte[0], LIMIT)).asString().isEqualTo("other");
		}
		pausing.resume();
		other.pause();
		for (int i = 0; i < 10; i++) {
			assertThat(messenger().request("get", new byte[0], LIMIT)).asString().isEqualTo("pausing");
		}
	}

	@Test
	void aSolePausedHandlerIsAsIfThereWereNone() {
		Subscription subscription = messenger().serve("get", (request) -> request.reply("here"));
		subscription.pause();
		assertNobodyServes(messenger(), "get");
		subscription.resume();
		assertThat(messenger().request("get", new byte[0], LIMIT)).asString().isEqualTo("here");
	}

	@Test
	void requestsThatAPausedHandlerHadReceivedAreAnsweredWhenItResumes() throws Exception {
		Gate gate = gate();
		Subscription subscription = messenger().serve("get", ServeOptions.defaults().withConcurrency(1), (request) -> {
			gate.pass();
			return request;
		});
		CompletableFuture<BusMessage> first = messenger().requestAsync(BusMessage.of("get", "first"), LIMIT);
		gate.awaitArrivals(1);
		CompletableFuture<BusMessage> second = messenger().requestAsync(BusMessage.of("get", "second"), LIMIT);
		await().until(() -> engine().waitsForLateHandler() || subscription.stats().pending() == 1);
		subscription.pause();
		gate.open();
		assertThat(first).succeedsWithin(LIMIT);
		assertStays(() -> !second.isDone());
		subscription.resume();
		assertThat(second).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("second");
	}

	@Test
	void aPausedSubscriptionCanBeEnded() {
		Recorder recorder = new Recorder();
		Subscription stream = messenger().stream("orders", recorder);
		Subscription served = messenger().serve("get", (request) -> request);
		for (Subscription subscription : new Subscription[] { stream, served }) {
			subscription.pause();
			messenger().publish("orders", bytes("one"));
			subscription.unsubscribe();
			subscription.resume();
			subscription.pause();
			assertThat(subscription.isActive()).isFalse();
		}
		assertThat(recorder.size()).isZero();
		assertNobodyServes(messenger(), "get");
	}

	@Test
	void pausingAndResumingWhileOthersPublishLosesAndRepeatsNothing() {
		Messenger publisher = peer();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> toggling = inBackground(() -> {
			while (!done.get()) {
				subscription.pause();
				subscription.resume();
			}
		});
		publish(publisher, "orders", 0, 3000);
		await().until(() -> recorder.size() >= 3000);
		done.set(true);
		assertThat(toggling).succeedsWithin(LIMIT);
		recorder.awaitTexts(numbers(0, 3000));
	}

	@Test
	void pausingRacingRequestsLosesNone() {
		Messenger messenger = messenger();
		Subscription toggled = messenger.serve("get", (request) -> request);
		messenger.serve("get", (request) -> request);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> toggling = inBackground(() -> {
			while (!done.get()) {
				toggled.pause();
				toggled.resume();
			}
		});
		for (int i = 0; i < 300; i++) {
			String text = String.valueOf(i);
			assertThat(messenger.request("get", bytes(text), LIMIT)).asString().isEqualTo(text);
		}
		done.set(true);
		assertThat(toggling).succeedsWithin(LIMIT);
	}

	@Test
	void aPausedGroupMemberDeliversWhatItHadTakenWhenItResumes() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("jobs", StreamOptions.defaults().withGroup("workers"),
				(message) -> {
					gate.pass();
					recorder.onMessage(message);
				});
		publish(messenger(), "jobs", 0, 10);
		gate.awaitArrivals(1);
		await().until(() -> engine().keepsWhatFindsNoRoom() || subscription.stats().pending() == 9);
		subscription.pause();
		gate.open();
		recorder.awaitTexts("0");
		subscription.resume();
		if (!engine().keepsWhatFindsNoRoom()) {
			recorder.awaitTexts(numbers(0, 10));
		}
		messenger().publish("jobs", bytes("after"));
		await().atMost(Duration.ofSeconds(10)).until(() -> recorder.texts().contains("after"));
	}

}
