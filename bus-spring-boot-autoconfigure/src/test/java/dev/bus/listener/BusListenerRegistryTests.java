package dev.bus.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.NoRespondersException;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.SubscriptionStats;
import dev.bus.memory.InMemoryMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link BusListenerRegistry} and {@link BusListenerContainer}.
 */
class BusListenerRegistryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final InMemoryMessenger messenger = new InMemoryMessenger();

	private final BusListenerRegistry registry = new BusListenerRegistry(this.messenger, TIMEOUT);

	private final List<String> received = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.registry.start(BusListenerKind.SERVE);
		this.registry.start(BusListenerKind.STREAM);
	}

	@AfterEach
	void close() {
		this.messenger.close();
	}

	@Test
	void registeredListenerTellsWhatItIs() {
		StreamOptions options = StreamOptions.defaults().withGroup("workers");
		BusListenerContainer stream = this.registry
			.register(new StreamEndpoint("jobs", "jobs.*", options, true, (message) -> {
			}));
		BusListenerContainer serve = this.registry.register(ServeEndpoint.of("echo", "echo", (request) -> request));
		assertThat(this.registry.list()).containsExactly(stream, serve);
		assertThat(this.registry.find("jobs")).containsSame(stream);
		assertThat(this.registry.find("unknown")).isEmpty();
		assertThat(stream.id()).isEqualTo("jobs");
		assertThat(stream.kind()).isEqualTo(BusListenerKind.STREAM);
		assertThat(stream.subject()).isEqualTo("jobs.*");
		assertThat(stream.group()).isEqualTo("workers");
		assertThat(serve.kind()).isEqualTo(BusListenerKind.SERVE);
		assertThat(serve.group()).isEqualTo("echo");
		assertThat(serve).hasToString("serve listener 'echo' of subject 'echo'");
	}

	@Test
	void registeredListenerStartsAtOnceWhileItsKindRuns() {
		BusListenerContainer container = recorder("a");
		assertThat(container.isRunning()).isTrue();
		publish("a", "1");
		Awaitility.await().until(() -> this.received.equals(List.of("1")));
	}

	@Test
	void registeredListenerWaitsForItsKind() {
		this.registry.stop(BusListenerKind.STREAM);
		BusListenerContainer container = recorder("a");
		assertThat(container.isRunning()).isFalse();
		container.start();
		assertThat(container.isRunning()).isFalse();
		this.registry.start(BusListenerKind.STREAM);
		assertThat(container.isRunning()).isTrue();
	}

	@Test
	void listenerThatIsLeftAloneStartsByHandAndThenWithItsKind() {
		BusListenerContainer container = this.registry
			.register(new StreamEndpoint("a", "a", StreamOptions.defaults(), false, (message) -> {
			}));
		assertThat(container.isRunning()).isFalse();
		restart();
		assertThat(container.isRunning()).isFalse();
		this.registry.start("a");
		assertThat(container.isRunning()).isTrue();
		restart();
		assertThat(container.isRunning()).isTrue();
	}

	@Test
	void listenerThatIsStoppedByHandStaysStopped() {
		BusListenerContainer container = recorder("a");
		this.registry.stop("a");
		assertThat(container.isRunning()).isFalse();
		restart();
		assertThat(container.isRunning()).isFalse();
		this.registry.start("a");
		assertThat(container.isRunning()).isTrue();
	}

	@Test
	void stopHandlesWhatWasReceived() throws Exception {
		CountDownLatch proceed = new CountDownLatch(1);
		BusListenerContainer container = this.registry.register(StreamEndpoint.of("a", "a", (message) -> {
			proceed.await();
			this.received.add(message.text());
		}));
		publish("a", "1");
		publish("a", "2");
		Awaitility.await().until(() -> container.stats().inFlight() == 1);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(container::stop);
		Awaitility.await().until(() -> !container.isRunning());
		publish("a", "3");
		assertThat(stop).isNotDone();
		proceed.countDown();
		stop.get(20, TimeUnit.SECONDS);
		assertThat(this.received).containsExactly("1", "2");
	}

	@Test
	void pausedListenerKeepsWhatComes() {
		BusListenerContainer container = recorder("a");
		this.registry.pause("a");
		assertThat(container.isPaused()).isTrue();
		assertThat(container.isRunning()).isTrue();
		publish("a", "1");
		assertThat(container.stats().pending()).isEqualTo(1);
		assertThat(this.received).isEmpty();
		this.registry.resume("a");
		assertThat(container.isPaused()).isFalse();
		Awaitility.await().until(() -> this.received.equals(List.of("1")));
	}

	@Test
	void pausedListenerStaysPausedOverARestart() {
		BusListenerContainer container = recorder("a");
		this.registry.pause("a");
		restart();
		assertThat(container.isPaused()).isTrue();
		publish("a", "1");
		assertThat(container.stats().pending()).isEqualTo(1);
		this.registry.resume("a");
		Awaitility.await().until(() -> this.received.equals(List.of("1")));
	}

	@Test
	void listenerMayBePausedWhileItIsStopped() {
		BusListenerContainer container = recorder("a");
		container.stop();
		container.pause();
		container.start();
		publish("a", "1");
		assertThat(container.stats().pending()).isEqualTo(1);
		container.stop();
		container.resume();
		container.start();
		publish("a", "2");
		Awaitility.await().until(() -> this.received.equals(List.of("2")));
		assertThat(container.stats()).isEqualTo(new SubscriptionStats(1, 0, 1, 0, 0, 0));
	}

	@Test
	void countsGoOnOverARestart() {
		BusListenerContainer container = this.registry.register(StreamEndpoint.of("a", "a", (message) -> {
			if (message.text().equals("fail")) {
				throw new IllegalStateException("on purpose");
			}
		}));
		publish("a", "1");
		publish("a", "fail");
		restart();
		assertThat(container.stats()).isEqualTo(new SubscriptionStats(1, 1, 0, 0, 0, 0));
		publish("a", "2");
		Awaitility.await().until(() -> container.stats().equals(new SubscriptionStats(2, 1, 0, 0, 0, 0)));
	}

	@Test
	void closedListenerIsGoneAndItsIdFree() {
		BusListenerContainer first = recorder("a");
		first.close();
		assertThat(first.isRunning()).isFalse();
		assertThat(this.registry.list()).isEmpty();
		BusListenerContainer second = recorder("a");
		first.close();
		assertThat(this.registry.find("a")).containsSame(second);
		assertThatIllegalStateException().isThrownBy(first::start).withMessageContaining("'a' was closed");
		this.registry.unregister("a");
		assertThat(second.isRunning()).isFalse();
		restart();
		recorder("a");
		publish("a", "heard once");
		Awaitility.await().until(() -> !this.received.isEmpty());
		assertThat(this.received).containsExactly("heard once");
	}

	@Test
	void takenIdIsRefused() {
		recorder("a");
		assertThatIllegalArgumentException().isThrownBy(() -> recorder("a"))
			.withMessage("Id 'a' is already taken by the stream listener 'a' of subject 'a'");
	}

	@Test
	void unknownIdIsRefused() {
		recorder("a");
		assertThatIllegalArgumentException().isThrownBy(() -> this.registry.pause("b"))
			.withMessage("No listener has the id 'b': there are [a]");
	}

	@Test
	void endpointsCheckTheirArguments() {
		assertThatIllegalArgumentException().isThrownBy(() -> StreamEndpoint.of(" ", "a", (message) -> {
		})).withMessageContaining("Id");
		assertThatIllegalArgumentException().isThrownBy(() -> StreamEndpoint.of("a", "a..b", (message) -> {
		})).withMessageContaining("a..b");
		assertThatIllegalArgumentException().isThrownBy(() -> ServeEndpoint.of("a", "", (request) -> null))
			.withMessageContaining("Subject");
		assertThatIllegalArgumentException().isThrownBy(() -> new BusListenerRegistry(this.messenger, Duration.ZERO))
			.withMessageContaining("PT0S");
	}

	@Test
	void listenerThatTheMessengerRefusesIsNotRegistered() {
		this.messenger.close();
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> recorder("a"));
		assertThat(this.registry.list()).isEmpty();
	}

	@Test
	void kindStartsAsAWholeOrNotAtAll() {
		this.registry.stop(BusListenerKind.STREAM);
		BusListenerContainer container = recorder("a");
		this.messenger.close();
		assertThatExceptionOfType(ConnectionClosedException.class)
			.isThrownBy(() -> this.registry.start(BusListenerKind.STREAM));
		assertThat(container.isRunning()).isFalse();
		BusListenerContainer late = recorder("b");
		assertThat(late.isRunning()).isFalse();
	}

	@Test
	void listenerMayStopItself() {
		this.registry.register(StreamEndpoint.of("a", "a", (message) -> {
			this.registry.stop("a");
			this.received.add(message.text());
		}));
		publish("a", "1");
		Awaitility.await().until(() -> this.received.equals(List.of("1")));
		assertThat(this.registry.find("a")).get().matches((container) -> !container.isRunning());
	}

	@Test
	void listenerMayCloseItself() {
		this.registry.register(ServeEndpoint.of("a", "a", (request) -> {
			this.registry.unregister("a");
			return request.reply("closed");
		}));
		assertThat(this.messenger.request(BusMessage.of("a", ""), TIMEOUT).text()).isEqualTo("closed");
		assertThat(this.registry.list()).isEmpty();
	}

	@Test
	void listenerThatStopsItsKindIsNotWaitedFor() {
		CompletableFuture<Long> took = new CompletableFuture<>();
		BusListenerContainer other = recorder("other");
		this.registry.register(StreamEndpoint.of("a", "a", (message) -> {
			long start = System.nanoTime();
			this.registry.stop(BusListenerKind.STREAM);
			took.complete(System.nanoTime() - start);
		}));
		publish("a", "1");
		Awaitility.await().until(took::isDone);
		assertThat(Duration.ofNanos(took.join())).isLessThan(TIMEOUT.dividedBy(2));
		assertThat(other.isRunning()).isFalse();
	}

	@Test
	void asynchronousWorkIsWaitedFor() throws Exception {
		CompletableFuture<BusMessage> pending = new CompletableFuture<>();
		this.registry.register(new ServeEndpoint("a", "a", ServeOptions.defaults(), true, (request) -> pending));
		CompletableFuture<BusMessage> reply = this.messenger.requestAsync(BusMessage.of("a", ""), TIMEOUT);
		Awaitility.await().until(() -> this.registry.find("a").orElseThrow().stats().inFlight() == 1);
		CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> this.registry.stop(BusListenerKind.SERVE));
		Awaitility.await()
			.untilAsserted(() -> assertThatExceptionOfType(NoRespondersException.class)
				.isThrownBy(() -> this.messenger.request(BusMessage.of("a", ""), TIMEOUT)));
		assertThat(stop).isNotDone();
		pending.complete(BusMessage.of("a", "finished"));
		stop.get(20, TimeUnit.SECONDS);
		assertThat(reply.get(20, TimeUnit.SECONDS).text()).isEqualTo("finished");
	}

	@Test
	void stopTakesItsTimeoutOnceForAllListeners() {
		BusListenerRegistry registry = new BusListenerRegistry(this.messenger, Duration.ofMillis(500));
		registry.start(BusListenerKind.SERVE);
		for (int i = 0; i < 20; i++) {
			String subject = "stuck." + i;
			registry.register(new ServeEndpoint(subject, subject, ServeOptions.defaults(), true,
					(request) -> new CompletableFuture<>()));
			this.messenger.requestAsync(BusMessage.of(subject, ""), Duration.ofSeconds(30));
		}
		Awaitility.await()
			.until(() -> registry.list().stream().allMatch((container) -> container.stats().inFlight() == 1));
		long start = System.nanoTime();
		registry.stop(BusListenerKind.SERVE);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(400),
				Duration.ofSeconds(8));
		assertThat(registry.list()).noneMatch(BusListenerContainer::isRunning);
	}

	@Test
	void requestThatIsLeftBehindGetsAnAnswer() throws Exception {
		CountDownLatch proceed = new CountDownLatch(1);
		BusListenerRegistry registry = new BusListenerRegistry(this.messenger, Duration.ofMillis(200));
		registry.start(BusListenerKind.SERVE);
		registry.register(new ServeEndpoint("a", "a", ServeOptions.defaults().withConcurrency(1), true, (request) -> {
			proceed.await();
			return CompletableFuture.completedFuture(request.reply("begun"));
		}));
		CompletableFuture<BusMessage> begun = this.messenger.requestAsync(BusMessage.of("a", ""), TIMEOUT);
		Awaitility.await().until(() -> registry.find("a").orElseThrow().stats().inFlight() == 1);
		CompletableFuture<BusMessage> waiting = this.messenger.requestAsync(BusMessage.of("a", ""), TIMEOUT);
		registry.stop(BusListenerKind.SERVE);
		assertThat(waiting).failsWithin(TIMEOUT)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(RequestHandlerException.class, (ex) -> assertThat(ex.code()).isEqualTo(503));
		proceed.countDown();
		assertThat(begun.get(20, TimeUnit.SECONDS).text()).isEqualTo("begun");
	}

	@Test
	void interruptedStopKeepsTheInterruption() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CountDownLatch inFlight = new CountDownLatch(1);
		CountDownLatch proceed = new CountDownLatch(1);
		this.registry.register(StreamEndpoint.of("a", "a", (message) -> {
			inFlight.countDown();
			proceed.await();
		}));
		publish("a", "1");
		inFlight.await();
		Thread stopping = new Thread(() -> {
			this.registry.stop(BusListenerKind.STREAM);
			interrupted.complete(Thread.currentThread().isInterrupted());
		}, "bus-test");
		stopping.start();
		Awaitility.await().until(() -> !this.registry.find("a").orElseThrow().isRunning());
		stopping.interrupt();
		assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
		proceed.countDown();
	}

	@Test
	void registeringRacesWithStartAndStopOfTheKind() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 500; i++) {
				String id = "race." + i;
				boolean startLast = i % 2 == 0;
				CyclicBarrier barrier = new CyclicBarrier(2);
				this.registry.stop(BusListenerKind.STREAM);
				Future<BusListenerContainer> registering = executor.submit(() -> {
					barrier.await(20, TimeUnit.SECONDS);
					return recorder(id);
				});
				Future<?> switching = executor.submit(() -> {
					barrier.await(20, TimeUnit.SECONDS);
					this.registry.start(BusListenerKind.STREAM);
					if (!startLast) {
						this.registry.stop(BusListenerKind.STREAM);
					}
					return null;
				});
				switching.get(20, TimeUnit.SECONDS);
				BusListenerContainer container = registering.get(20, TimeUnit.SECONDS);
				assertThat(container.isRunning()).isEqualTo(startLast);
				container.close();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void closingRacesWithRestarts() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try {
			for (int i = 0; i < 300; i++) {
				BusListenerContainer container = recorder("race");
				CyclicBarrier barrier = new CyclicBarrier(2);
				Future<?> closing = executor.submit(() -> {
					barrier.await(20, TimeUnit.SECONDS);
					container.close();
					return null;
				});
				Future<?> restarting = executor.submit(() -> {
					barrier.await(20, TimeUnit.SECONDS);
					restart();
					return null;
				});
				closing.get(20, TimeUnit.SECONDS);
				restarting.get(20, TimeUnit.SECONDS);
				assertThat(container.isRunning()).isFalse();
			}
			BusListenerContainer last = recorder("race");
			publish("race", "heard once");
			Awaitility.await().until(() -> last.stats().delivered() == 1);
			this.messenger.close();
			assertThat(this.received).containsExactly("heard once");
		}
		finally {
			executor.shutdownNow();
		}
	}

	private BusListenerContainer recorder(String subject) {
		return this.registry
			.register(StreamEndpoint.of(subject, subject, (message) -> this.received.add(message.text())));
	}

	private void publish(String subject, String text) {
		this.messenger.publish(BusMessage.of(subject, text));
	}

	private void restart() {
		this.registry.stop(BusListenerKind.STREAM);
		this.registry.start(BusListenerKind.STREAM);
	}

}
