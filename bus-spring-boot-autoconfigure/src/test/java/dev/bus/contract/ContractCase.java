package dev.bus.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.NoRespondersException;
import dev.bus.RequestTimeoutException;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What every part of the contract stands on: a messenger, a peer that reaches it, and
 * helpers with a bound on every wait.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
abstract class ContractCase {

	/**
	 * Bound of waits that end early when all is well.
	 */
	static final Duration LIMIT = Duration.ofSeconds(10);

	/**
	 * What "at once" and "within the timeout" may take longer on a busy machine.
	 */
	static final Duration SLACK = Duration.ofMillis(1500);

	private final ExecutorService executor = Executors.newCachedThreadPool(daemonThreads());

	private final Queue<Messenger> opened = new ConcurrentLinkedQueue<>();

	private final Queue<Gate> gates = new ConcurrentLinkedQueue<>();

	private ContractSettings settings = ContractSettings.defaults();

	private Messenger messenger;

	private Messenger peer;

	abstract ContractEngine engine();

	@AfterEach
	void openGatesAndCloseMessengers() {
		this.gates.forEach(Gate::open);
		this.opened.forEach(Messenger::close);
		this.executor.shutdownNow();
	}

	/**
	 * Set the settings of the messengers that are opened from now on.
	 */
	final void use(ContractSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return the messenger under test: by habit the one that subscribes.
	 */
	final synchronized Messenger messenger() {
		if (this.messenger == null) {
			this.messenger = open();
		}
		return this.messenger;
	}

	/**
	 * Return a messenger that reaches the one under test: another one where messengers
	 * share something, the same one where they do not. By habit the one that publishes.
	 */
	final synchronized Messenger peer() {
		if (this.peer == null) {
			this.peer = engine().isShared() ? open() : messenger();
		}
		return this.peer;
	}

	final Messenger open() {
		Messenger messenger = engine().open(this.settings);
		this.opened.add(messenger);
		return messenger;
	}

	final Gate gate() {
		Gate gate = new Gate();
		this.gates.add(gate);
		return gate;
	}

	final Recorder record(String subject) {
		return record(subject, StreamOptions.defaults());
	}

	final Recorder record(String subject, StreamOptions options) {
		Recorder recorder = new Recorder();
		messenger().stream(subject, options, recorder);
		return recorder;
	}

	/**
	 * Subscribe with a listener that records nothing and waits at the gate.
	 */
	final Subscription stuck(String subject, StreamOptions options, Gate gate) {
		return messenger().stream(subject, options, (message) -> gate.pass());
	}

	final Executor executor() {
		return this.executor;
	}

	final <T> CompletableFuture<T> inBackground(Callable<T> task) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return task.call();
			}
			catch (Exception ex) {
				throw new CompletionException(ex);
			}
		}, this.executor);
	}

	final CompletableFuture<Void> inBackground(ThrowingRunnable task) {
		return inBackground(() -> {
			task.run();
			return null;
		});
	}

	final void publish(Messenger messenger, String subject, int from, int to) {
		IntStream.range(from, to).forEach((i) -> messenger.publish(subject, bytes(String.valueOf(i))));
	}

	/**
	 * Check that a request to the subject ends as one that nobody serves.
	 */
	final void assertNobodyServes(Messenger requester, String subject) {
		boolean waits = engine().waitsForLateHandler();
		Duration timeout = waits ? Duration.ofMillis(200) : LIMIT;
		long start = System.nanoTime();
		Throwable failure = catchThrowable(() -> requester.request(BusMessage.of(subject, "anyone?"), timeout));
		Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
		assertThat(failure).isInstanceOf(waits ? RequestTimeoutException.class : NoRespondersException.class);
		if (waits) {
			assertThat(elapsed).isBetween(timeout, timeout.plus(SLACK));
		}
		else {
			assertThat(elapsed).isLessThan(SLACK);
		}
	}

	/**
	 * Check that nothing changes for a short while, where no later message can tell.
	 */
	static void assertStays(BooleanSupplier condition) {
		await().during(Duration.ofMillis(60)).until(condition::getAsBoolean);
	}

	static ConditionFactory await() {
		return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).atMost(LIMIT);
	}

	static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(String::valueOf).toList();
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static <T> List<T> join(List<CompletableFuture<T>> futures) {
		List<T> results = new ArrayList<>();
		futures.forEach((future) -> {
			assertThat(future).succeedsWithin(LIMIT);
			results.add(future.join());
		});
		return results;
	}

	private static ThreadFactory daemonThreads() {
		return (task) -> {
			Thread thread = new Thread(task, "contract");
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * A task that may throw.
	 */
	@FunctionalInterface
	interface ThrowingRunnable {

		void run() throws Exception;

	}

}
