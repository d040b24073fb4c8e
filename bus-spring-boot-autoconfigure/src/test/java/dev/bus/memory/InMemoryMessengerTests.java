package dev.bus.memory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.NoRespondersException;
import dev.bus.RequestHandler;
import dev.bus.ServeOptions;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.contract.ContractEngine;
import dev.bus.contract.ContractSettings;
import dev.bus.contract.MessengerContract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link InMemoryMessenger}.
 */
class InMemoryMessengerTests extends MessengerContract {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final InMemoryMessenger messenger = new InMemoryMessenger();

	private final CountDownLatch gate = new CountDownLatch(1);

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() {
		this.gate.countDown();
		this.messenger.close();
	}

	@Override
	protected ContractEngine createEngine() {
		return new InMemoryEngine();
	}

	@Test
	void messengersDoNotReachEachOther() {
		try (Messenger other = new InMemoryMessenger()) {
			this.messenger.stream("a", receive());
			other.publish("a", new byte[0]);
			this.messenger.publish("a", "own".getBytes());
			Awaitility.await().until(() -> this.received.contains("own"));
			assertThat(this.received).hasSize(1);
			assertThatExceptionOfType(NoRespondersException.class).isThrownBy(() -> other.request("a", new byte[0]));
		}
	}

	@Test
	void serversTakeTurns() {
		this.messenger.serve("get", (request) -> request.reply("one"));
		this.messenger.serve("get", (request) -> request.reply("two"));
		this.messenger.serve("get", (request) -> request.reply("three"));
		List<String> replies = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			replies.add(new String(this.messenger.request("get", new byte[0], LIMIT)));
		}
		assertThat(replies).containsExactlyInAnyOrder("one", "one", "two", "two", "three", "three");
	}

	@Test
	void aServerWithoutFreeHandlerIsPassedOver() {
		ServeOptions one = ServeOptions.defaults().withConcurrency(1);
		Subscription busy = this.messenger.serve("get", one, answerAtTheGate());
		CompletableFuture<BusMessage> waiting = this.messenger.requestAsync(BusMessage.of("get", "slow"), LIMIT);
		Awaitility.await().until(() -> busy.stats().inFlight() == 1);
		Subscription free = this.messenger.serve("get", one, (request) -> request.reply("free"));
		for (int i = 0; i < 10; i++) {
			Awaitility.await().until(() -> free.stats().inFlight() == 0);
			assertThat(this.messenger.request("get", new byte[0], LIMIT)).asString().isEqualTo("free");
		}
		this.gate.countDown();
		assertThat(waiting).succeedsWithin(LIMIT);
	}

	@Test
	void aFullQueueOfRequestsIsAsIfNobodyServed() {
		Subscription subscription = this.messenger.serve("get", ServeOptions.defaults().withConcurrency(1),
				answerAtTheGate());
		BusMessage request = BusMessage.of("get", "");
		CompletableFuture<BusMessage> first = this.messenger.requestAsync(request, LIMIT);
		Awaitility.await().until(() -> subscription.stats().inFlight() == 1);
		List<CompletableFuture<BusMessage>> queued = IntStream.range(0, 65_536)
			.mapToObj((i) -> this.messenger.requestAsync(request, Duration.ofMinutes(1)))
			.toList();
		assertThat(subscription.stats().pending()).isEqualTo(65_536);
		assertThat(this.messenger.requestAsync(request, LIMIT)).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(NoRespondersException.class);
		this.gate.countDown();
		assertThat(first).succeedsWithin(LIMIT);
		assertThat(CompletableFuture.allOf(queued.toArray(CompletableFuture[]::new))).succeedsWithin(LIMIT);
	}

	@Test
	void aGroupPrefersAMemberWithRoom() {
		StreamOptions workers = StreamOptions.defaults().withGroup("workers").withBufferSize(1);
		Subscription stuck = this.messenger.stream("jobs", workers, (message) -> this.gate.await());
		for (int i = 0; i < 2; i++) {
			this.messenger.publish("jobs", new byte[0]);
			Awaitility.await().until(() -> stuck.stats().inFlight() == 1);
		}
		this.messenger.stream("jobs", workers.withBufferSize(100), receive());
		IntStream.range(0, 50).forEach((i) -> this.messenger.publish("jobs", new byte[0]));
		Awaitility.await().until(() -> this.received.size() == 50);
		assertThat(stuck.stats().dropped()).isZero();
	}

	@Test
	void whatNoMemberHasRoomForIsDroppedOnce() {
		StreamOptions workers = StreamOptions.defaults().withGroup("workers").withBufferSize(1);
		List<Subscription> members = List.of(this.messenger.stream("jobs", workers, (message) -> this.gate.await()),
				this.messenger.stream("jobs", workers, (message) -> this.gate.await()));
		for (int i = 1; i <= 2; i++) {
			this.messenger.publish("jobs", new byte[0]);
			Awaitility.await().until(() -> members.stream().allMatch((member) -> member.stats().pending() == 0));
		}
		IntStream.range(0, 12).forEach((i) -> this.messenger.publish("jobs", new byte[0]));
		assertThat(members.stream().mapToLong((member) -> member.stats().dropped()).sum()).isEqualTo(10);
		assertThat(members).allSatisfy((member) -> assertThat(member.stats().pending()).isEqualTo(1));
	}

	@Test
	void closeDeliversWhatWasPublishedAlsoByListenersMeanwhile() {
		this.messenger.stream("a", (message) -> {
			this.gate.await();
			this.messenger.publish("b", message.data());
		});
		this.messenger.stream("b", receive());
		IntStream.range(0, 100).forEach((i) -> this.messenger.publish("a", String.valueOf(i).getBytes()));
		this.gate.countDown();
		this.messenger.close();
		assertThat(this.received).containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void closeTellsHowManyMessagesItLeavesBehind(CapturedOutput output) {
		InMemoryMessenger closing = InMemoryMessenger.builder().closeTimeout(Duration.ofMillis(50)).build();
		closing.stream("a", (message) -> this.gate.await());
		IntStream.range(0, 8).forEach((i) -> closing.publish("a", new byte[0]));
		closing.close();
		assertThat(output).containsPattern("WARN.*Closed after PT0\\.05S with 7 messages not delivered");
		InMemoryMessenger paused = new InMemoryMessenger();
		paused.stream("a", receive()).pause();
		IntStream.range(0, 5).forEach((i) -> paused.publish("a", new byte[0]));
		paused.close();
		assertThat(output).containsPattern("WARN.*Closed with 5 messages not delivered");
	}

	@Test
	void everythingRunsOnThreadsOfItsOwnByDefault() {
		this.messenger.serve("get", (request) -> request.reply(Thread.currentThread().getName()));
		this.messenger.stream("a", (message) -> this.received.add(Thread.currentThread().getName()));
		this.messenger.publish("a", new byte[0]);
		assertThat(this.messenger.request("get", new byte[0], LIMIT)).asString().startsWith("bus-memory-");
		Awaitility.await().until(() -> this.received.size() == 1);
		assertThat(this.received.peek()).startsWith("bus-memory-");
	}

	@Test
	void everythingRunsOnTheGivenExecutorWhichIsLeftOpen() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool((task) -> new Thread(task, "given"));
		try (Messenger given = InMemoryMessenger.builder().executor(executor).build()) {
			given.serve("get", (request) -> request.reply(Thread.currentThread().getName()));
			assertThat(given.request("get", new byte[0], LIMIT)).asString().isEqualTo("given");
		}
		assertThat(executor.isShutdown()).isFalse();
		executor.shutdown();
		assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void manyNestedRequestsRunOnVirtualThreads() {
		Executor executor = new VirtualThreadTaskExecutor("bus-virtual-");
		try (Messenger virtual = InMemoryMessenger.builder().executor(executor).build()) {
			virtual.serve("inner", (request) -> request);
			virtual.serve("outer", (request) -> virtual.request(BusMessage.of("inner", request.data()), LIMIT));
			List<CompletableFuture<BusMessage>> replies = IntStream.range(0, 1000)
				.mapToObj((i) -> virtual.requestAsync(BusMessage.of("outer", String.valueOf(i)), LIMIT))
				.toList();
			assertThat(CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))).succeedsWithin(LIMIT);
			assertThat(replies).extracting((reply) -> reply.join().text())
				.isEqualTo(IntStream.range(0, 1000).mapToObj(String::valueOf).toList());
		}
	}

	@Test
	void settingsThatCannotBeAreRefused() {
		InMemoryMessenger.Builder builder = InMemoryMessenger.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPayload(0)).withMessageContaining("0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxPayload(-1)).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.closeTimeout(Duration.ZERO))
			.withMessageContaining("PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(Duration.ofSeconds(-1)))
			.withMessageContaining("PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.errorHandler(null)).withMessageContaining("null");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.executor(null)).withMessageContaining("null");
	}

	@Test
	void theErrorHandlerOfTheMessengerIsToldWhereThereIsNoOther() {
		try (Messenger handling = InMemoryMessenger.builder()
			.errorHandler((message, error, subscription) -> this.received.add("messenger's: " + error.getMessage()))
			.build()) {
			handling.stream("a", (message) -> {
				throw new IllegalStateException("failed");
			});
			handling.stream("a", StreamOptions.defaults()
				.withErrorHandler((message, error, subscription) -> this.received.add("own: " + error.getMessage())),
					(message) -> {
						throw new IllegalStateException("failed");
					});
			handling.publish("a", new byte[0]);
			Awaitility.await().until(() -> this.received.size() == 2);
			assertThat(this.received).containsExactlyInAnyOrder("messenger's: failed", "own: failed");
		}
	}

	private StreamListener receive() {
		return (message) -> this.received.add(message.text());
	}

	private RequestHandler answerAtTheGate() {
		return (request) -> {
			this.gate.await();
			return request;
		};
	}

	/**
	 * The engine within one process: nothing is shared between messengers.
	 */
	private static final class InMemoryEngine implements ContractEngine {

		@Override
		public Messenger open(ContractSettings settings) {
			return InMemoryMessenger.builder()
				.maxPayload(settings.maxPayload())
				.closeTimeout(settings.closeTimeout())
				.requestTimeout(settings.requestTimeout())
				.build();
		}

		@Override
		public boolean isShared() {
			return false;
		}

		@Override
		public boolean waitsForLateHandler() {
			return false;
		}

		@Override
		public boolean keepsWhatFindsNoRoom() {
			return false;
		}

		@Override
		public boolean mixesStreamsAndRequests() {
			return false;
		}

		@Override
		public boolean withdrawsRequests() {
			return true;
		}

	}

}
