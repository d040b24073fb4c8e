package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After unsubscribe nothing begins.
 */
abstract class UnsubscribeContract extends ContractCase {

	private static final ServeOptions ONE = ServeOptions.defaults().withConcurrency(1);

	@Test
	void nothingIsDeliveredAfterUnsubscribe() {
		Recorder recorder = new Recorder();
		Recorder others = record("orders");
		Subscription subscription = messenger().stream("orders", recorder);
		publish(peer(), "orders", 0, 10);
		recorder.awaitSize(10);
		subscription.unsubscribe();
		publish(peer(), "orders", 10, 30);
		others.awaitSize(30);
		assertThat(recorder.size()).isEqualTo(10);
	}

	@Test
	void aNewSubscriptionKnowsItsSubjectAndIsActive() {
		Subscription subscription = messenger().stream("orders.*", new Recorder());
		assertThat(subscription.subject()).isEqualTo("orders.*");
		assertThat(subscription.isActive()).isTrue();
		assertThat(subscription.isPaused()).isFalse();
		subscription.unsubscribe();
		assertThat(subscription.subject()).isEqualTo("orders.*");
		assertThat(subscription.isActive()).isFalse();
		assertThat(subscription.isPaused()).isFalse();
	}

	@Test
	void unsubscribeTwiceIsFineAndSoIsClose() {
		Subscription subscription = messenger().stream("orders", new Recorder());
		Subscription served = messenger().serve("get", (request) -> null);
		for (int i = 0; i < 2; i++) {
			subscription.unsubscribe();
			served.close();
		}
		assertThat(subscription.isActive()).isFalse();
		assertThat(served.isActive()).isFalse();
	}

	@Test
	void unsubscribeFromSeveralThreadsAtOnceIsFine() {
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", recorder);
		publish(peer(), "orders", 0, 100);
		List<CompletableFuture<Void>> threads = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			threads.add(inBackground(subscription::unsubscribe));
		}
		join(threads);
		int size = recorder.size();
		assertStays(() -> recorder.size() == size && !subscription.isActive());
	}

	@Test
	void unsubscribeDiscardsAndCountsWhatHasNotBegun() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders", (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
		publish(peer(), "orders", 0, 20);
		gate.awaitArrivals(1);
		await().until(() -> subscription.stats().pending() == 19);
		CompletableFuture<Void> unsubscribed = inBackground(subscription::unsubscribe);
		await().until(() -> !subscription.isActive());
		gate.open();
		assertThat(unsubscribed).succeedsWithin(LIMIT);
		assertThat(recorder.texts()).containsExactly("0");
		assertThat(subscription.stats().dropped()).isEqualTo(19);
		assertThat(subscription.stats().pending()).isZero();
	}

	@Test
	void unsubscribeWaitsForTheRunningCall() throws Exception {
		Gate gate = gate();
		AtomicBoolean finished = new AtomicBoolean();
		Subscription subscription = messenger().stream("orders", (message) -> {
			gate.pass();
			finished.set(true);
		});
		peer().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		CompletableFuture<Boolean> finishedBefore = inBackground(() -> {
			subscription.unsubscribe();
			return finished.get();
		});
		assertStays(() -> !finishedBefore.isDone());
		gate.open();
		assertThat(finishedBefore).succeedsWithin(LIMIT).isEqualTo(true);
	}

	@Test
	void unsubscribeWaitsForAStuckCallNoLongerThanTheCloseTimeout() throws Exception {
		Duration closeTimeout = Duration.ofMillis(300);
		use(ContractSettings.defaults().withCloseTimeout(closeTimeout));
		Gate gate = gate();
		Subscription subscription = messenger().stream("orders", (message) -> gate.passUninterruptibly());
		peer().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		long start = System.nanoTime();
		assertThat(inBackground(subscription::unsubscribe)).succeedsWithin(LIMIT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(closeTimeout, closeTimeout.plus(SLACK));
	}

	@Test
	void anInterruptEndsTheWaitOfUnsubscribeAndIsKept() throws Exception {
		Gate gate = gate();
		Subscription subscription = stuck("orders", StreamOptions.defaults(), gate);
		peer().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		assertThat(inBackground(() -> {
			Thread.currentThread().interrupt();
			subscription.unsubscribe();
			return Thread.interrupted();
		})).succeedsWithin(SLACK).isEqualTo(true);
		assertThat(subscription.isActive()).isFalse();
	}

	@Test
	void aListenerMayEndItsOwnSubscription() {
		Recorder others = record("orders");
		AtomicReference<Subscription> own = new AtomicReference<>();
		Recorder recorder = new Recorder();
		own.set(messenger().stream("orders", (message) -> {
			recorder.onMessage(message);
			await().until(() -> own.get() != null);
			own.get().unsubscribe();
		}));
		publish(peer(), "orders", 0, 20);
		others.awaitSize(20);
		await().until(() -> !own.get().isActive());
		assertStays(() -> recorder.size() == 1);
	}

	@Test
	void aHandlerMayEndItsOwnSubscriptionAndStillReplies() {
		AtomicReference<Subscription> own = new AtomicReference<>();
		own.set(messenger().serve("once", (request) -> {
			own.get().unsubscribe();
			return request.reply("bye");
		}));
		assertThat(messenger().request("once", new byte[0], LIMIT)).asString().isEqualTo("bye");
		assertNobodyServes(messenger(), "once");
	}

	@Test
	void twoListenersThatEndEachOtherDoNotDeadlock() throws Exception {
		for (int i = 0; i < 20; i++) {
			String subject = "orders." + i;
			CyclicBarrier together = new CyclicBarrier(2);
			AtomicReference<Subscription> first = new AtomicReference<>();
			AtomicReference<Subscription> second = new AtomicReference<>();
			AtomicInteger calls = new AtomicInteger();
			first.set(messenger().stream(subject, (message) -> {
				calls.incrementAndGet();
				together.await(10, TimeUnit.SECONDS);
				second.get().unsubscribe();
			}));
			second.set(messenger().stream(subject, (message) -> {
				calls.incrementAndGet();
				together.await(10, TimeUnit.SECONDS);
				first.get().unsubscribe();
			}));
			publish(messenger(), subject, 0, 1);
			await().until(() -> !first.get().isActive() && !second.get().isActive());
			await().until(() -> first.get().stats().inFlight() == 0 && second.get().stats().inFlight() == 0);
			assertThat(calls).hasValue(2);
		}
	}

	@Test
	void aListenerThatEndsAnotherDoesNotWaitForIt() throws Exception {
		Gate gate = gate();
		Subscription stuck = stuck("orders", StreamOptions.defaults(), gate);
		Recorder recorder = new Recorder();
		peer().publish("orders", bytes("one"));
		gate.awaitArrivals(1);
		messenger().stream("end", (message) -> {
			stuck.unsubscribe();
			recorder.onMessage(message);
		});
		peer().publish("end", bytes("now"));
		recorder.awaitTexts("now");
		assertThat(stuck.isActive()).isFalse();
	}

	@Test
	void requestsThatHaveNotBegunAreRefusedOrLeftToTheNextHandlerAsTheEngineSays() throws Exception {
		Gate gate = gate();
		Subscription subscription = messenger().serve("get", ONE, (request) -> {
			gate.pass();
			return request.reply("finished");
		});
		CompletableFuture<BusMessage> running = peer().requestAsync(BusMessage.of("get", ""), LIMIT);
		gate.awaitArrivals(1);
		List<CompletableFuture<BusMessage>> queued = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			queued.add(peer().requestAsync(BusMessage.of("get", ""), LIMIT));
		}
		await().until(() -> engine().waitsForLateHandler() || subscription.stats().pending() == 5);
		CompletableFuture<Void> unsubscribed = inBackground(subscription::unsubscribe);
		await().until(() -> !subscription.isActive());
		if (engine().waitsForLateHandler()) {
			messenger().serve("get", (request) -> request.reply("next"));
			assertThat(join(queued)).extracting(BusMessage::text).containsOnly("next");
		}
		else {
			queued.forEach(UnsubscribeContract::assertRefused);
			assertThat(subscription.stats().dropped()).isEqualTo(5);
		}
		gate.open();
		assertThat(running).succeedsWithin(LIMIT).extracting(BusMessage::text).isEqualTo("finished");
		assertThat(unsubscribed).succeedsWithin(LIMIT);
	}

	@Test
	void unsubscribeRacingDeliveryNeverLetsACallBeginAfterwards() {
		Messenger publisher = peer();
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> publishing = inBackground(() -> {
			while (!done.get()) {
				publisher.publish("orders", bytes("one"));
			}
		});
		AtomicInteger late = new AtomicInteger();
		for (int i = 0; i < 300; i++) {
			AtomicBoolean ended = new AtomicBoolean();
			AtomicInteger calls = new AtomicInteger();
			Subscription subscription = messenger().stream("orders",
					StreamOptions.defaults().withBufferSize(16).withConcurrency(1 + i % 3), (message) -> {
						if (ended.get()) {
							late.incrementAndGet();
						}
						calls.incrementAndGet();
					});
			if (i % 2 == 0) {
				await().until(() -> calls.get() > 0);
			}
			subscription.unsubscribe();
			ended.set(true);
		}
		done.set(true);
		assertThat(publishing).succeedsWithin(LIMIT);
		assertThat(late).hasValue(0);
	}

	@Test
	void unsubscribeRacingRequestsLeavesNoRequestWithoutAnEnd() {
		Messenger requester = peer();
		AtomicBoolean done = new AtomicBoolean();
		List<CompletableFuture<Void>> requesters = new ArrayList<>();
		Duration timeout = Duration.ofSeconds(2);
		for (int i = 0; i < 4; i++) {
			requesters.add(inBackground(() -> {
				while (!done.get()) {
					requester.requestAsync(BusMessage.of("get", ""), timeout).exceptionally((ex) -> null).get();
				}
			}));
		}
		for (int i = 0; i < 100; i++) {
			AtomicBoolean ended = new AtomicBoolean();
			AtomicInteger late = new AtomicInteger();
			AtomicInteger calls = new AtomicInteger();
			Subscription subscription = messenger().serve("get", (request) -> {
				if (ended.get()) {
					late.incrementAndGet();
				}
				calls.incrementAndGet();
				return request;
			});
			await().until(() -> calls.get() > 0);
			subscription.unsubscribe();
			ended.set(true);
			assertThat(late).hasValue(0);
		}
		done.set(true);
		join(requesters);
	}

	private static void assertRefused(CompletableFuture<BusMessage> request) {
		assertThat(request).failsWithin(SLACK)
			.withThrowableThat()
			.havingCause()
			.asInstanceOf(InstanceOfAssertFactories.type(RequestHandlerException.class))
			.returns(503, RequestHandlerException::code);
	}

}
