package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Much of everything at once.
 */
abstract class StressContract extends ContractCase {

	@Test
	void tenThousandSubjectsEachGetTheirOwn() {
		int count = 10_000;
		AtomicIntegerArray received = new AtomicIntegerArray(count);
		AtomicInteger total = new AtomicInteger();
		List<Subscription> subscriptions = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int index = i;
			subscriptions.add(messenger().stream("devices." + i + ".state", (message) -> {
				if (Integer.parseInt(message.text()) == index) {
					received.incrementAndGet(index);
				}
				total.incrementAndGet();
			}));
		}
		List<CompletableFuture<Void>> accepted = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			accepted.add(peer().publishAsync("devices." + i + ".state", bytes(String.valueOf(i))));
		}
		join(accepted);
		await().until(() -> total.get() == count);
		assertThat(IntStream.range(0, count).filter((i) -> received.get(i) != 1)).isEmpty();
		subscriptions.forEach(Subscription::unsubscribe);
	}

	@Test
	void oneSubscriptionTakesTenThousandSubjects() {
		Recorder recorder = record("devices.>");
		List<CompletableFuture<Void>> accepted = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			accepted.add(peer().publishAsync("devices." + i, bytes(String.valueOf(i))));
		}
		join(accepted);
		recorder.awaitTexts(numbers(0, 10_000));
	}

	@Test
	void aHundredSubscriptionsComeAndGoWhileOthersPublish() {
		Messenger subscriber = messenger();
		Messenger publisher = peer();
		Recorder steady = record("orders.steady");
		AtomicBoolean published = new AtomicBoolean();
		List<CompletableFuture<Void>> comingAndGoing = new ArrayList<>();
		AtomicInteger begun = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			String pattern = List.of("orders.*", "orders.>", "orders.steady", "orders." + i).get(i % 4);
			comingAndGoing.add(inBackground(() -> {
				begun.incrementAndGet();
				while (!published.get()) {
					Recorder recorder = new Recorder();
					Subscription subscription = subscriber.stream(pattern, recorder);
					subscription.unsubscribe();
					int size = recorder.size();
					assertThat(subscription.isActive()).isFalse();
					assertThat(recorder.size()).isEqualTo(size);
				}
			}));
		}
		await().until(() -> begun.get() == 100);
		List<CompletableFuture<Void>> publishers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			publishers.add(inBackground(() -> publish(publisher, "orders.steady", 0, 250)));
		}
		publishers.forEach((thread) -> assertThat(thread).succeedsWithin(Duration.ofSeconds(20)));
		published.set(true);
		join(comingAndGoing);
		steady.awaitSize(1000);
		assertThat(steady.texts()).containsExactlyInAnyOrderElementsOf(
				IntStream.range(0, 4).boxed().flatMap((i) -> numbers(0, 250).stream()).toList());
	}

	@Test
	void handlersComeAndGoWhileOthersRequest() {
		Messenger server = messenger();
		Messenger requester = peer();
		server.serve("get", (request) -> request);
		AtomicBoolean done = new AtomicBoolean();
		List<CompletableFuture<Void>> comingAndGoing = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			comingAndGoing.add(inBackground(() -> {
				while (!done.get()) {
					Subscription subscription = server.serve("get", (request) -> request);
					assertThat(subscription.drain(LIMIT)).isTrue();
				}
			}));
		}
		for (int i = 0; i < 300; i++) {
			String text = String.valueOf(i);
			assertThat(requester.request("get", bytes(text), LIMIT)).asString().isEqualTo(text);
		}
		done.set(true);
		join(comingAndGoing);
	}

	@Test
	void theOnlyHandlerIsReplacedOverAndOverWhileOthersRequest() {
		Messenger messenger = messenger();
		Subscription first = messenger.serve("get", (request) -> request);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> replacing = inBackground(() -> {
			Subscription current = first;
			while (!done.get()) {
				Subscription next = messenger.serve("get", (request) -> request);
				assertThat(current.drain(LIMIT)).isTrue();
				current = next;
			}
		});
		for (int i = 0; i < 300; i++) {
			String text = String.valueOf(i);
			assertThat(messenger.request("get", bytes(text), LIMIT)).asString().isEqualTo(text);
		}
		done.set(true);
		assertThat(replacing).succeedsWithin(LIMIT);
	}

	@Test
	void publishingRequestingAndServingAtOnceEndsWell() {
		Messenger messenger = messenger();
		Messenger peer = peer();
		Recorder events = record("events.*", StreamOptions.defaults().withConcurrency(4));
		messenger.serve("work.*", (request) -> {
			messenger.publish("events." + request.text(), request.data());
			return request;
		});
		List<CompletableFuture<Void>> requesters = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			String thread = String.valueOf(i);
			requesters.add(inBackground(() -> {
				for (int j = 0; j < 50; j++) {
					assertThat(peer.request(BusMessage.of("work." + j, thread), LIMIT).text()).isEqualTo(thread);
				}
			}));
		}
		requesters.forEach((requester) -> assertThat(requester).succeedsWithin(Duration.ofSeconds(20)));
		events.awaitSize(400);
	}

}
