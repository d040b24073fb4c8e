package dev.bus.listener;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.SubscriptionStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BusStream} methods that receive messages.
 */
class BusStreamTests {

	@Test
	void messagesArriveInOrder() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Recorder.class)) {
			for (int i = 0; i < 100; i++) {
				publish(context, "numbers." + (i % 3), String.valueOf(i));
			}
			Recorder recorder = context.getBean(Recorder.class);
			Awaitility.await().until(() -> recorder.received.size() == 100);
			assertThat(recorder.received).first().isEqualTo("0");
			assertThat(recorder.received.stream().map(Integer::valueOf)).isSorted();
		}
	}

	@Test
	void everySubjectOfARepeatedAnnotationIsReceived() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Repeated.class)) {
			publish(context, "a", "1");
			publish(context, "b", "2");
			Repeated repeated = context.getBean(Repeated.class);
			Awaitility.await().untilAsserted(() -> assertThat(repeated.received).containsExactlyInAnyOrder("1", "2"));
		}
	}

	@Test
	void membersOfAGroupShareTheMessages() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Group.class)) {
			for (int i = 0; i < 20; i++) {
				publish(context, "jobs", String.valueOf(i));
			}
			Group group = context.getBean(Group.class);
			Awaitility.await().until(() -> group.received.size() >= 20);
			assertThat(List.copyOf(group.received)).doesNotHaveDuplicates().hasSize(20);
		}
	}

	@Test
	void nextMessageWaitsForTheFutureOfTheLast() throws Exception {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Later.class)) {
			Later later = context.getBean(Later.class);
			publish(context, "future", "1");
			publish(context, "future", "2");
			Awaitility.await().until(() -> later.begun.equals(List.of("1")));
			BusListenerContainer container = listener(context, "busStreamTests.Later.future");
			assertThat(container.stats()).isEqualTo(new SubscriptionStats(0, 0, 0, 0, 1, 1));
			later.pending.complete(null);
			Awaitility.await().until(() -> later.begun.equals(List.of("1", "2")));
			Awaitility.await().until(() -> container.stats().delivered() == 2);
		}
	}

	@Test
	void nextMessageWaitsForTheMonoOfTheLast() throws Exception {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Later.class)) {
			Later later = context.getBean(Later.class);
			publish(context, "mono", "1");
			publish(context, "mono", "2");
			Awaitility.await().until(() -> later.begun.equals(List.of("1")));
			assertThat(listener(context, "busStreamTests.Later.mono").stats().pending()).isEqualTo(1);
			later.pending.complete(null);
			Awaitility.await().until(() -> later.begun.equals(List.of("1", "2")));
		}
	}

	@Test
	void failuresGoToTheErrorHandlerAsTheyWereThrown() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Failing.class)) {
			Failing failing = context.getBean(Failing.class);
			for (String how : List.of("throw", "future", "mono", "error")) {
				publish(context, "failing", how);
			}
			publish(context, "typed", "many");
			Awaitility.await().until(() -> failing.errors.size() == 5);
			assertThat(failing.errors).filteredOn((ex) -> !(ex instanceof InvalidMessageException))
				.extracting(Throwable::getMessage)
				.containsExactly("throw", "future", "mono", "error");
			assertThat(failing.errors).filteredOn(InvalidMessageException.class::isInstance)
				.singleElement()
				.satisfies((ex) -> assertThat(ex).hasMessage("Payload of 4 bytes cannot be converted")
					.cause()
					.hasMessageContaining("JSON"));
			assertThat(listener(context, "busStreamTests.Failing.on").stats().failed()).isEqualTo(4);
		}
	}

	@Test
	void interruptionEndsTheWaitAndCancelsTheWork() throws Exception {
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		Mono<Void> never = Mono.<Void>never().doOnSubscribe((s) -> begun.countDown()).doOnCancel(cancelled::countDown);
		Thread thread = new Thread(() -> {
			try {
				AsyncResult.await(never);
			}
			catch (Exception ex) {
				Thread.currentThread().interrupt();
			}
		}, "bus-test");
		thread.start();
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
		thread.join(5000);
		assertThat(thread.isAlive()).isFalse();
	}

	private static void publish(AnnotationConfigApplicationContext context, String subject, String payload) {
		context.getBean(Messenger.class).publish(BusMessage.of(subject, payload));
	}

	private static BusListenerContainer listener(AnnotationConfigApplicationContext context, String id) {
		return context.getBean(BusListenerRegistry.class).find(id).orElseThrow();
	}

	static class Recorder {

		private final List<String> received = new CopyOnWriteArrayList<>();

		@BusStream("numbers.*")
		void on(String text) {
			this.received.add(text);
		}

	}

	static class Repeated {

		private final List<String> received = new CopyOnWriteArrayList<>();

		@BusStream("a")
		@BusStream("b")
		void on(String text) {
			this.received.add(text);
		}

	}

	static class Group {

		private final Queue<String> received = new ConcurrentLinkedQueue<>();

		@BusStream(subject = "jobs", group = "workers")
		void one(String text) {
			this.received.add(text);
		}

		@BusStream(subject = "jobs", group = "workers", concurrency = "2")
		void two(String text) {
			this.received.add(text);
		}

	}

	static class Later {

		private final List<String> begun = new CopyOnWriteArrayList<>();

		private final CompletableFuture<Void> pending = new CompletableFuture<>();

		@BusStream("future")
		CompletableFuture<Void> future(String text) {
			this.begun.add(text);
			return this.pending;
		}

		@BusStream("mono")
		Mono<Void> mono(String text) {
			this.begun.add(text);
			return Mono.fromFuture(this.pending);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		private final List<Throwable> errors = new CopyOnWriteArrayList<>();

		@Bean
		BusListenerDefaults defaults() {
			return new BusListenerDefaults(true,
					StreamOptions.defaults().withErrorHandler((message, error, subscription) -> this.errors.add(error)),
					ServeOptions.defaults());
		}

		@BusStream("failing")
		Mono<Void> on(String how) {
			return switch (how) {
				case "throw" -> throw new IllegalStateException(how);
				case "error" -> throw new AssertionError(how);
				case "future" -> Mono.fromFuture(CompletableFuture.failedFuture(new IllegalStateException(how)));
				default -> Mono.error(new IOException(how));
			};
		}

		@BusStream("typed")
		void typed(int number) {
		}

	}

}
