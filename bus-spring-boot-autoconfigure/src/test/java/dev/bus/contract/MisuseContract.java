package dev.bus.contract;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Misuse is told at once, by an exception that names the value.
 */
abstract class MisuseContract extends ContractCase {

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.", ".a", "a..b", "a b", "a\tb", "a\r\nb", "a.b*", "a.>.b", ">a", "a.**",
			"\u00e4", "a\u0000" })
	void aPatternThatIsNotValidIsRefused(String pattern) {
		Messenger messenger = messenger();
		String printable = pattern.replaceAll("[^ -~]", "?");
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.stream(pattern, new Recorder()))
			.withMessageContaining(printable);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.serve(pattern, (request) -> request))
			.withMessageContaining(printable);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> messenger.serveAsync(pattern, CompletableFuture::completedFuture))
			.withMessageContaining(printable);
	}

	@Test
	void aSubjectOfMoreThanThousandCharactersIsRefused() {
		String subject = "s".repeat(1001);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger().stream(subject, new Recorder()))
			.withMessageContaining("1001");
		assertThatIllegalArgumentException().isThrownBy(() -> messenger().publish(subject, new byte[0]))
			.withMessageContaining("1001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a..b", "a b", "a.*", ">", "a\r\nPUB b 0" })
	void aSubjectThatIsNotValidIsRefusedByEverySendingCall(String subject) {
		String printable = subject.replaceAll("[^ -~]", "?");
		Messenger messenger = messenger();
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.publish(subject, new byte[0]))
			.withMessageContaining(printable);
		assertRefused(BusMessage.received(subject, new byte[0], BusHeaders.empty()), printable);
	}

	@Test
	void receivedHeadersThatCannotBeSentAreRefusedByEverySendingCall() {
		assertRefused(BusMessage.of("a", "", BusHeaders.received("name", "two\r\nlines")), "two??lines");
		assertRefused(BusMessage.of("a", "", BusHeaders.received("na me", "value")), "na me");
		assertRefused(BusMessage.of("a", "", BusHeaders.received("name", "\u00e4")), "name");
	}

	@ParameterizedTest
	@MethodSource("callsWithNull")
	void nullIsRefused(CloseContract.Call call) {
		assertThatIllegalArgumentException().isThrownBy(() -> call.on(messenger())).withMessageContaining("null");
	}

	static Stream<CloseContract.Call> callsWithNull() {
		BusMessage message = BusMessage.of("a", "");
		Duration second = Duration.ofSeconds(1);
		return Stream.of((messenger) -> messenger.publish(null), (messenger) -> messenger.publishAsync(null),
				(messenger) -> messenger.publish(null, new byte[0]), (messenger) -> messenger.publish("a", null),
				(messenger) -> messenger.publishAsync("a", null), (messenger) -> messenger.request(null, second),
				(messenger) -> messenger.request(message, null), (messenger) -> messenger.requestAsync(null, second),
				(messenger) -> messenger.requestAsync(message, null),
				(messenger) -> messenger.request("a", new byte[0], null),
				(messenger) -> messenger.stream(null, new Recorder()), (messenger) -> messenger.stream("a", null),
				(messenger) -> messenger.stream("a", null, new Recorder()),
				(messenger) -> messenger.serve(null, (request) -> request), (messenger) -> messenger.serve("a", null),
				(messenger) -> messenger.serveAsync("a", null),
				(messenger) -> messenger.serve("a", null, (request) -> request),
				(messenger) -> messenger.serveAsync("a", ServeOptions.defaults(), null),
				(messenger) -> messenger.serveAsync("a", null, CompletableFuture::completedFuture),
				(messenger) -> messenger.stream("a", StreamOptions.defaults(), null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S", "PT-0.000000001S" })
	void aTimeoutOfZeroOrLessIsRefused(String timeout) {
		Messenger messenger = messenger();
		Duration duration = Duration.parse(timeout);
		BusMessage message = BusMessage.of("get", "");
		Subscription subscription = messenger.serve("get", (request) -> request);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.request(message, duration))
			.withMessageContaining(duration.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.requestAsync(message, duration))
			.withMessageContaining(duration.toString());
		assertThatIllegalArgumentException().isThrownBy(() -> subscription.drain(duration))
			.withMessageContaining(duration.toString());
		assertThat(subscription.isActive()).isTrue();
		assertThat(messenger.request(message, LIMIT)).isNotNull();
	}

	@Test
	void aTimeoutOfNullIsRefusedByDrain() {
		Subscription subscription = messenger().stream("a", new Recorder());
		assertThatIllegalArgumentException().isThrownBy(() -> subscription.drain(null)).withMessageContaining("null");
	}

	@Test
	void theLongestTimeoutIsFine() {
		Duration forever = ChronoUnit.FOREVER.getDuration();
		Subscription subscription = messenger().serve("get", (request) -> request);
		assertThat(peer().request("get", bytes("me"), forever)).asString().isEqualTo("me");
		assertThat(peer().requestAsync(BusMessage.of("get", "me"), forever)).succeedsWithin(LIMIT);
		assertThat(subscription.drain(forever)).isTrue();
	}

	@Test
	void refusedCallsLeaveTheMessengerUsable() {
		assertThatIllegalArgumentException().isThrownBy(() -> messenger().stream("a..b", new Recorder()));
		assertThatIllegalArgumentException().isThrownBy(() -> messenger().request("a b", new byte[0]));
		Recorder recorder = record("a");
		peer().publish("a", bytes("one"));
		recorder.awaitTexts("one");
	}

	private void assertRefused(BusMessage message, String value) {
		Messenger messenger = messenger();
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.publish(message)).withMessageContaining(value);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.publishAsync(message))
			.withMessageContaining(value);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.request(message, LIMIT))
			.withMessageContaining(value);
		assertThatIllegalArgumentException().isThrownBy(() -> messenger.requestAsync(message, LIMIT))
			.withMessageContaining(value);
	}

}
