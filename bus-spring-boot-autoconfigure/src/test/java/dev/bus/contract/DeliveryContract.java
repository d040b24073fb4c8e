package dev.bus.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is published reaches who is subscribed, all of it, in order, and nobody else.
 */
abstract class DeliveryContract extends ContractCase {

	@Test
	void aPublishedMessageReachesTheSubscriber() {
		Recorder recorder = record("orders.placed");
		peer().publish("orders.placed", bytes("one"));
		recorder.awaitTexts("one");
		assertThat(recorder.subjects()).containsExactly("orders.placed");
	}

	@Test
	void aMessagePublishedAsynchronouslyReachesTheSubscriber() {
		Recorder recorder = record("orders.placed");
		assertThat(peer().publishAsync("orders.placed", bytes("one"))).succeedsWithin(LIMIT);
		recorder.awaitTexts("one");
	}

	@Test
	void everySubscriptionGetsEveryMessage() {
		List<Recorder> recorders = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			recorders.add(record("orders"));
			Recorder recorder = new Recorder();
			peer().stream("orders", recorder);
			recorders.add(recorder);
		}
		publish(peer(), "orders", 0, 20);
		recorders.forEach((recorder) -> recorder.awaitTexts(numbers(0, 20)));
	}

	@Test
	void oneListenerOnTwoSubscriptionsGetsAMessageTwice() {
		Recorder recorder = record("orders");
		messenger().stream("orders", recorder);
		peer().publish("orders", bytes("one"));
		recorder.awaitTexts("one", "one");
	}

	@Test
	void otherSubjectsGetNothing() {
		Recorder recorder = record("orders.placed");
		for (String other : List.of("orders", "orders.placed.eu", "orders.place", "orders.placedd", "Orders.placed")) {
			peer().publish(other, bytes(other));
		}
		peer().publish("orders.placed", bytes("end"));
		recorder.awaitTexts("end");
	}

	@Test
	void messagesArriveInTheOrderOfPublishing() {
		Recorder recorder = record("orders");
		publish(peer(), "orders", 0, 500);
		recorder.awaitTexts(numbers(0, 500));
	}

	@Test
	void orderIsKeptOverSeveralSubjectsOfOneSubscription() {
		Recorder recorder = record("orders.*");
		for (int i = 0; i < 200; i++) {
			peer().publish("orders." + i % 7, bytes(String.valueOf(i)));
		}
		recorder.awaitTexts(numbers(0, 200));
	}

	@Test
	void blockingAndAsynchronousPublishesOfOneThreadKeepTheirOrder() {
		Recorder recorder = record("orders");
		List<CompletableFuture<Void>> futures = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			if (i % 3 == 0) {
				peer().publish("orders", bytes(String.valueOf(i)));
			}
			else {
				futures.add(peer().publishAsync("orders", bytes(String.valueOf(i))));
			}
		}
		recorder.awaitTexts(numbers(0, 200));
		join(futures);
	}

	@Test
	void sixteenPublishersEachKeepTheirOrder() {
		Recorder recorder = record("orders");
		Messenger publisher = peer();
		join(IntStream.range(0, 16).mapToObj((thread) -> inBackground(() -> {
			for (int i = 0; i < 200; i++) {
				publisher.publish("orders", bytes(thread + ":" + i));
			}
		})).toList());
		recorder.awaitSize(16 * 200);
		List<String> texts = recorder.texts();
		for (int i = 0; i < 16; i++) {
			String prefix = i + ":";
			assertThat(texts.stream().filter((text) -> text.startsWith(prefix)).map((text) -> text.split(":")[1]))
				.as("messages of thread %s", i)
				.isEqualTo(numbers(0, 200));
		}
	}

	@Test
	void publishingWithoutSubscribersSucceeds() {
		peer().publish("nobody.listens", bytes("one"));
		assertThat(peer().publishAsync("nobody.listens", bytes("two"))).succeedsWithin(LIMIT);
	}

	@Test
	void whatWasPublishedBeforeTheSubscriptionIsNotDelivered() {
		messenger().publish("orders", bytes("before"));
		Recorder recorder = record("orders");
		messenger().publish("orders", bytes("after"));
		recorder.awaitTexts("after");
	}

	@Test
	void whatWasPublishedBetweenTwoSubscriptionsIsNotDelivered() {
		Subscription first = messenger().stream("orders", new Recorder());
		first.unsubscribe();
		messenger().publish("orders", bytes("between"));
		Recorder recorder = record("orders");
		messenger().publish("orders", bytes("after"));
		recorder.awaitTexts("after");
	}

	@Test
	void aMessagePublishedRightAfterStreamReturnedIsDelivered() {
		for (int i = 0; i < 50; i++) {
			Recorder recorder = record("orders." + i);
			peer().publish("orders." + i, bytes("now"));
			recorder.awaitTexts("now");
		}
	}

	@Test
	void aRequestSentRightAfterServeReturnedIsAnswered() {
		for (int i = 0; i < 50; i++) {
			messenger().serve("get." + i, (request) -> request.reply("here"));
			assertThat(peer().request("get." + i, new byte[0], LIMIT)).asString().isEqualTo("here");
		}
	}

	@Test
	void aStuckListenerNeitherBlocksNorFailsPublishers() throws Exception {
		Gate gate = gate();
		Messenger publisher = peer();
		stuck("orders", StreamOptions.defaults().withBufferSize(10), gate);
		Recorder recorder = record("orders");
		publisher.publish("orders", bytes("0"));
		gate.awaitArrivals(1);
		assertThat(inBackground(() -> publish(publisher, "orders", 1, 200))).succeedsWithin(LIMIT);
		recorder.awaitTexts(numbers(0, 200));
		assertThat(gate.entered()).isEqualTo(1);
	}

	@Test
	void aSlowListenerDoesNotHoldUpOthers() throws Exception {
		Gate gate = gate();
		stuck("slow", StreamOptions.defaults(), gate);
		Recorder recorder = record("fast");
		peer().publish("slow", bytes("one"));
		gate.awaitArrivals(1);
		publish(peer(), "fast", 0, 100);
		recorder.awaitTexts(numbers(0, 100));
	}

	@Test
	void aListenerMayPublishAndSubscribe() {
		Recorder answers = record("answers");
		Recorder later = new Recorder();
		messenger().stream("questions", (message) -> {
			messenger().stream("later", later);
			messenger().publish("later", message.data());
			messenger().publish("answers", message.data());
		});
		peer().publish("questions", bytes("why"));
		answers.awaitTexts("why");
		later.awaitTexts("why");
	}

	@Test
	void publishingIsNotSwallowedByAnInterruptAndKeepsTheFlag() {
		Recorder recorder = record("orders");
		Messenger publisher = peer();
		AtomicBoolean interrupted = new AtomicBoolean();
		assertThat(inBackground(() -> {
			Thread.currentThread().interrupt();
			publisher.publish("orders", bytes("one"));
			CompletableFuture<Void> accepted = publisher.publishAsync("orders", bytes("two"));
			interrupted.set(Thread.interrupted());
			return accepted.get(10, TimeUnit.SECONDS);
		})).succeedsWithin(LIMIT);
		recorder.awaitTexts("one", "two");
		assertThat(interrupted).isTrue();
	}

	@Test
	void whatChangesAfterwardsInTheArrayOfThePublisherIsNotSeen() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		messenger().stream("orders", (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
		byte[] data = bytes("one");
		peer().publish("orders", data);
		data[0] = 'x';
		gate.open();
		recorder.awaitTexts("one");
	}

	@Test
	void aReceivedMessageMayBeSentOn() {
		Recorder recorder = record("archive");
		messenger().stream("orders",
				(message) -> messenger().publish(BusMessage.of("archive", message.data(), message.headers())));
		messenger().serve("mirror", (request) -> request);
		peer().publish("orders", bytes("one"));
		recorder.awaitTexts("one");
		BusMessage reply = peer().request(BusMessage.of("mirror", "me"), LIMIT);
		assertThat(reply.text()).isEqualTo("me");
		peer().publish(BusMessage.of("archive", reply.data(), reply.headers()));
		recorder.awaitTexts("one", "me");
	}

}
