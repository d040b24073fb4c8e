package dev.bus.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.memory.InMemoryMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

/**
 * Tests for {@link BusListenerLifecycle} and for listeners in the life of an application.
 */
class BusListenerLifecycleTests {

	private static final int WEB_SERVER_PHASE = SmartLifecycle.DEFAULT_PHASE - 2048;

	@Test
	void servedSubjectsStartFirstThenStreamsThenTheWebServer() {
		assertThat(BusListenerKind.SERVE.phase()).isLessThan(BusListenerKind.STREAM.phase());
		assertThat(BusListenerKind.STREAM.phase()).isLessThan(WEB_SERVER_PHASE);
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start()) {
			assertThat(context.getBean("serveLifecycle", SmartLifecycle.class).getPhase())
				.isEqualTo(SmartLifecycle.DEFAULT_PHASE - 3072);
			assertThat(context.getBean("streamLifecycle", SmartLifecycle.class).getPhase())
				.isEqualTo(SmartLifecycle.DEFAULT_PHASE - 2560);
		}
	}

	@Test
	void everythingListensBeforeTheWebServerStartsAndUntilItHasStopped() {
		AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Shop.class, WebServer.class);
		WebServer webServer = context.getBean(WebServer.class);
		context.close();
		assertThat(webServer.seen).containsExactly("start: [true, true, false]", "stop: [true, true, false]");
	}

	@Test
	void streamsStopWhileServedSubjectsStillAnswer() {
		AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(AskingStream.class);
		AskingStream asking = context.getBean(AskingStream.class);
		publish(context, "ask", "1");
		Awaitility.await().until(() -> asking.begun.getCount() == 0);
		CompletableFuture<Void> close = CompletableFuture.runAsync(context::close);
		Awaitility.await().until(() -> !listener(context, "busListenerLifecycleTests.AskingStream.ask").isRunning());
		asking.proceed.countDown();
		assertThat(close).succeedsWithin(Duration.ofSeconds(30));
		assertThat(asking.answers).containsExactly("pong");
	}

	@Test
	void messengerOutlivesAllListeners() {
		AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Shop.class);
		Messenger messenger = context.getBean(Messenger.class);
		context.stop();
		assertThat(context.getBean(BusListenerRegistry.class).list()).noneMatch(BusListenerContainer::isRunning);
		assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
		context.close();
		assertThat(messenger.status()).isEqualTo(MessengerStatus.CLOSED);
	}

	@Test
	void closeFinishesWhatIsInFlight() {
		AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Slow.class);
		Slow slow = context.getBean(Slow.class);
		CompletableFuture<BusMessage> reply = context.getBean(Messenger.class)
			.requestAsync(BusMessage.of("slow", ""), Duration.ofSeconds(30));
		publish(context, "slow", "1");
		publish(context, "slow", "2");
		Awaitility.await().until(() -> slow.begun.getCount() == 0);
		CompletableFuture<Void> close = CompletableFuture.runAsync(context::close);
		Awaitility.await().until(() -> !listener(context, "busListenerLifecycleTests.Slow.stream").isRunning());
		assertThat(close).isNotDone();
		slow.proceed.complete("done");
		assertThat(close).succeedsWithin(Duration.ofSeconds(30));
		assertThat(slow.received).containsExactly("1", "2");
		assertThat(reply).succeedsWithin(Duration.ofSeconds(30)).extracting(BusMessage::text).isEqualTo("done");
	}

	@Test
	void pauseStopsAllListenersAndRestartStartsThem() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Shop.class)) {
			context.pause();
			assertThat(running(context)).containsExactly(false, false, false);
			context.restart();
			assertThat(running(context)).containsExactly(true, true, false);
			assertThat(
					context.getBean(Messenger.class).request(BusMessage.of("ping", ""), Duration.ofSeconds(30)).text())
				.isEqualTo("pong");
		}
	}

	@Test
	void whatListenersWereToldOutlivesPauseAndRestart() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Shop.class)) {
			BusListenerContainer serve = listener(context, "serve");
			BusListenerContainer stream = listener(context, "stream");
			BusListenerContainer manual = listener(context, "manual");
			serve.stop();
			stream.pause();
			manual.start();
			context.pause();
			context.restart();
			assertThat(serve.isRunning()).isFalse();
			assertThat(stream.isRunning()).isTrue();
			assertThat(stream.isPaused()).isTrue();
			publish(context, "stream", "1");
			assertThat(stream.stats().pending()).isEqualTo(1);
			assertThat(manual.isRunning()).isTrue();
			manual.stop();
			context.stop();
			context.start();
			assertThat(running(context)).containsExactly(false, true, false);
			assertThat(stream.isPaused()).isTrue();
		}
	}

	@Test
	void listenerOfAPausedContextIsStartedWithIt() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Shop.class)) {
			context.pause();
			listener(context, "manual").start();
			assertThat(listener(context, "manual").isRunning()).isFalse();
			context.restart();
			assertThat(listener(context, "manual").isRunning()).isTrue();
		}
	}

	@Test
	void startThatFailsStopsTheStartOfTheApplicationAndLeavesNothing() {
		InMemoryMessenger messenger = new InMemoryMessenger();
		messenger.close();
		BusListenerRegistry registry = new BusListenerRegistry(messenger, Duration.ofSeconds(30));
		registry.register(StreamEndpoint.of("a", "a", (message) -> {
		}));
		BusListenerLifecycle lifecycle = new BusListenerLifecycle(registry, BusListenerKind.STREAM);
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(lifecycle::start);
		assertThat(lifecycle.isRunning()).isFalse();
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> BusListenerTestConfiguration.start(Shop.class, MessengerCloser.class))
			.withRootCauseInstanceOf(ConnectionClosedException.class);
	}

	@Test
	void callbackOfStopIsRunEvenIfTheStopFails() {
		BusListenerRegistry registry = new BusListenerRegistry(new InMemoryMessenger(), Duration.ofSeconds(30));
		BusListenerLifecycle lifecycle = new BusListenerLifecycle(registry, BusListenerKind.STREAM);
		lifecycle.start();
		AtomicBoolean called = new AtomicBoolean();
		lifecycle.stop(() -> called.set(true));
		assertThat(called).isTrue();
		assertThat(lifecycle.isRunning()).isFalse();
		BusListenerLifecycle broken = new BusListenerLifecycle(null, BusListenerKind.STREAM);
		AtomicBoolean calledAgain = new AtomicBoolean();
		assertThatRuntimeException().isThrownBy(() -> broken.stop(() -> calledAgain.set(true)));
		assertThat(calledAgain).isTrue();
	}

	@Test
	void listenerMayCloseItsOwnApplication() throws Exception {
		AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Closing.class);
		Closing closing = context.getBean(Closing.class);
		closing.context = context;
		publish(context, "close", "");
		assertThat(closing.closed.get(20, TimeUnit.SECONDS)).isNotNull();
		assertThat(context.isActive()).isFalse();
	}

	private static List<Boolean> running(ConfigurableApplicationContext context) {
		return List.of(listener(context, "serve").isRunning(), listener(context, "stream").isRunning(),
				listener(context, "manual").isRunning());
	}

	private static BusListenerContainer listener(ConfigurableApplicationContext context, String id) {
		return context.getBean(BusListenerRegistry.class).find(id).orElseThrow();
	}

	private static void publish(ConfigurableApplicationContext context, String subject, String text) {
		context.getBean(Messenger.class).publish(BusMessage.of(subject, text));
	}

	static class Shop {

		@BusServe(subject = "ping", id = "serve")
		String serve() {
			return "pong";
		}

		@BusStream(subject = "stream", id = "stream")
		void stream(String text) {
		}

		@BusStream(subject = "manual", id = "manual", autoStartup = "false")
		void manual(String text) {
		}

	}

	static class WebServer implements SmartLifecycle {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final ConfigurableApplicationContext context;

		private volatile boolean running;

		WebServer(ConfigurableApplicationContext context) {
			this.context = context;
		}

		@Override
		public void start() {
			this.seen.add("start: " + running(this.context));
			this.running = true;
		}

		@Override
		public void stop() {
			this.seen.add("stop: " + running(this.context));
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WEB_SERVER_PHASE;
		}

	}

	static class AskingStream {

		private final List<String> answers = new CopyOnWriteArrayList<>();

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch proceed = new CountDownLatch(1);

		private final Messenger messenger;

		AskingStream(Messenger messenger) {
			this.messenger = messenger;
		}

		@BusStream("ask")
		void ask(String text) throws InterruptedException {
			this.begun.countDown();
			this.proceed.await();
			this.answers.add(this.messenger.request(BusMessage.of("ping", "")).text());
		}

		@BusServe("ping")
		String ping() {
			return "pong";
		}

	}

	static class Slow {

		private final List<String> received = new CopyOnWriteArrayList<>();

		private final CountDownLatch begun = new CountDownLatch(2);

		private final CompletableFuture<String> proceed = new CompletableFuture<>();

		@BusServe("slow")
		CompletableFuture<String> serve() {
			this.begun.countDown();
			return this.proceed;
		}

		@BusStream("slow")
		CompletableFuture<Boolean> stream(String text) {
			this.begun.countDown();
			return this.proceed.thenApply((ignored) -> this.received.add(text));
		}

	}

	static class MessengerCloser {

		MessengerCloser(Messenger messenger) {
			messenger.close();
		}

	}

	static class Closing {

		private final CompletableFuture<String> closed = new CompletableFuture<>();

		private volatile ConfigurableApplicationContext context;

		@BusStream("close")
		void close(String text) {
			this.context.close();
			this.closed.complete(text);
		}

	}

}
