package dev.bus.contract;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that fails gets the next message all the same.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class ListenerFailureContract extends ContractCase {

	@ParameterizedTest
	@MethodSource("failures")
	void aFailureGoesToTheErrorHandlerIsCountedAndTheNextMessageIsDelivered(Throwable failure) {
		Recorder recorder = new Recorder();
		Queue<Failure> failures = new ConcurrentLinkedQueue<>();
		StreamOptions options = StreamOptions.defaults()
			.withErrorHandler(
					(message, error, subscription) -> failures.add(new Failure(message, error, subscription)));
		Subscription subscription = messenger().stream("orders", options, failingOnOdd(recorder, failure));
		publish(peer(), "orders", 0, 6);
		await().until(() -> recorder.size() + failures.size() == 6);
		recorder.awaitTexts("0", "2", "4");
		assertThat(failures).extracting((it) -> it.message().text()).containsExactly("1", "3", "5");
		assertThat(failures).allSatisfy((it) -> {
			assertThat(it.error()).isSameAs(failure);
			assertThat(it.subscription()).isSameAs(subscription);
		});
		await().untilAsserted(() -> {
			assertThat(subscription.stats().failed()).isEqualTo(3);
			assertThat(subscription.stats().delivered()).isEqualTo(3);
			assertThat(subscription.stats().inFlight()).isZero();
			assertThat(subscription.stats().pending()).isZero();
		});
	}

	@ParameterizedTest
	@MethodSource("failures")
	void withoutAnErrorHandlerTheFailureIsLoggedAndTheNextMessageIsDelivered(Throwable failure, CapturedOutput output) {
		Recorder recorder = new Recorder();
		messenger().stream("orders.logged", failingOnOdd(recorder, failure));
		publish(peer(), "orders.logged", 0, 3);
		recorder.awaitTexts("0", "2");
		await().untilAsserted(
				() -> assertThat(output).contains("orders.logged").contains(failure.getClass().getSimpleName()));
	}

	@Test
	void anErrorHandlerThatFailsIsLoggedAndTheNextMessageIsDelivered(CapturedOutput output) {
		Recorder recorder = new Recorder();
		StreamOptions options = StreamOptions.defaults().withErrorHandler((message, error, subscription) -> {
			throw new IllegalStateException("the error handler failed too");
		});
		messenger().stream("orders", options, failingOnOdd(recorder, new IllegalStateException("failed")));
		publish(peer(), "orders", 0, 5);
		recorder.awaitTexts("0", "2", "4");
		await().untilAsserted(() -> assertThat(output).contains("the error handler failed too"));
	}

	@Test
	void anErrorHandlerMayEndTheSubscription() {
		Recorder recorder = new Recorder();
		Recorder others = record("orders");
		StreamOptions options = StreamOptions.defaults()
			.withErrorHandler((message, error, subscription) -> subscription.unsubscribe());
		Subscription ended = messenger().stream("orders", options,
				failingOnOdd(recorder, new IllegalStateException("failed")));
		publish(peer(), "orders", 0, 5);
		others.awaitSize(5);
		await().until(() -> !ended.isActive());
		assertStays(() -> recorder.size() == 1);
	}

	@Test
	void aFailureWithConcurrencyHarmsNoOtherMessage() {
		Recorder recorder = new Recorder();
		messenger().stream("orders", StreamOptions.defaults().withConcurrency(4),
				failingOnOdd(recorder, new IllegalStateException("failed")));
		publish(peer(), "orders", 0, 100);
		recorder.awaitSize(50);
	}

	@Test
	void aListenerThatLeavesItsThreadInterruptedGetsTheNextMessageUninterrupted() {
		Recorder recorder = new Recorder();
		Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
		messenger().stream("orders", (message) -> {
			interrupted.add(Thread.currentThread().isInterrupted());
			recorder.onMessage(message);
			Thread.currentThread().interrupt();
		});
		publish(peer(), "orders", 0, 20);
		recorder.awaitTexts(numbers(0, 20));
		assertThat(interrupted).hasSize(20).containsOnly(false);
	}

	@Test
	void aListenerThatIsInterruptedFromOutsideGetsTheNextMessage() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		AtomicReference<Thread> thread = new AtomicReference<>();
		Subscription subscription = messenger().stream("orders", (message) -> {
			thread.set(Thread.currentThread());
			if (message.text().equals("0")) {
				gate.pass();
			}
			recorder.onMessage(message);
		});
		publish(peer(), "orders", 0, 5);
		gate.awaitArrivals(1);
		thread.get().interrupt();
		recorder.awaitTexts("1", "2", "3", "4");
		await().until(() -> subscription.stats().failed() == 1);
	}

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("failed"), new Exception("failed"), new AssertionError("failed"),
				new StackOverflowError("failed"), new InterruptedException("failed"), new IllegalStateException());
	}

	private static StreamListener failingOnOdd(Recorder recorder, Throwable failure) {
		return (message) -> {
			if (Integer.parseInt(message.text()) % 2 == 1) {
				throw ListenerFailureContract.<RuntimeException>sneaky(failure);
			}
			recorder.onMessage(message);
		};
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

	private record Failure(BusMessage message, Throwable error, Subscription subscription) {

	}

}
