package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.NoRespondersException;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.listener.BusListenerContainer;
import dev.bus.listener.BusListenerRegistry;
import dev.bus.listener.BusServe;
import dev.bus.nats.EnabledWithNats;
import dev.bus.nats.NatsMessenger;
import dev.bus.nats.NatsServers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of an application on NATS that is busy.
 */
@EnabledWithNats
@Timeout(60)
class NatsStopTests {

	private static final int CLIENTS = 1000;

	private static final int ANSWERED_AT_ONCE = 2 * CLIENTS;

	private static final int RUNNING = ServeOptions.defaults().concurrency();

	private static final String DONE = "done";

	private static final String REFUSED = "refused";

	private static final String WITHDRAWN = "withdrawn";

	private final AtomicInteger answered = new AtomicInteger();

	@RepeatedTest(3)
	void everyRequestThatAnApplicationHasAcceptedIsAnsweredAlthoughItIsStopped() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.run("--bus.backend=nats", "--bus.nats.servers=" + NatsServers.shared());
				NatsMessenger requester = NatsMessenger.connect(NatsServers.shared())) {
			Application application = context.getBean(Application.class);
			List<CompletableFuture<String>> ends = Stream.generate(() -> askUntilStopped(requester))
				.limit(CLIENTS)
				.toList();
			assertThat(application.busy.await(20, TimeUnit.SECONDS)).isTrue();
			BusListenerContainer listener = context.getBean(BusListenerRegistry.class).list().get(0);
			CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
			Awaitility.await().until(() -> !listener.isRunning());
			application.stopping.countDown();
			closed.get(40, TimeUnit.SECONDS);
			for (CompletableFuture<String> end : ends) {
				assertThat(end.get(40, TimeUnit.SECONDS)).isIn(REFUSED, WITHDRAWN);
			}
			assertThat(this.answered).hasValue(application.begun.get());
		}
	}

	private CompletableFuture<String> askUntilStopped(Messenger requester) {
		return requester.requestAsync(BusMessage.of("stop.work", ""), Duration.ofSeconds(30))
			.thenApply(BusMessage::text)
			.exceptionally(NatsStopTests::outcome)
			.thenCompose((outcome) -> {
				if (!outcome.equals(DONE)) {
					return CompletableFuture.completedFuture(outcome);
				}
				this.answered.incrementAndGet();
				return askUntilStopped(requester);
			});
	}

	private static String outcome(Throwable failure) {
		if (failure.getCause() instanceof NoRespondersException) {
			return REFUSED;
		}
		boolean withdrawn = failure.getCause() instanceof RequestHandlerException answer && answer.code() == 503;
		return withdrawn ? WITHDRAWN : failure.toString();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusAutoConfiguration.class)
	static class Application {

		private final AtomicInteger begun = new AtomicInteger();

		private final CountDownLatch busy = new CountDownLatch(ANSWERED_AT_ONCE + RUNNING);

		private final CountDownLatch stopping = new CountDownLatch(1);

		@BusServe("stop.work")
		String work() throws InterruptedException {
			int number = this.begun.incrementAndGet();
			this.busy.countDown();
			if (number > ANSWERED_AT_ONCE && !this.stopping.await(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The application was not stopped");
			}
			return DONE;
		}

	}

}
