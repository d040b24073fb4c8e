package dev.bus.contract;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A handler that fails still answers, and goes on serving.
 */
abstract class HandlerFailureContract extends ContractCase {

	private static final Duration LONG = Duration.ofMinutes(1);

	@Test
	void theMessageOfAnExceptionReachesTheRequesterAtOnceAndTheHandlerGoesOn() {
		Subscription subscription = messenger().serve("get", ServeOptions.defaults().withConcurrency(1), (request) -> {
			if (request.text().equals("bad")) {
				throw new IllegalStateException("handler exploded");
			}
			return request;
		});
		for (int i = 0; i < 5; i++) {
			RequestHandlerException failure = fail("get", "bad");
			assertThat(failure).hasMessage("handler exploded");
			assertThat(failure.code()).isEqualTo(500);
			assertThat(peer().request("get", bytes("good"), LIMIT)).asString().isEqualTo("good");
		}
		await().untilAsserted(() -> {
			assertThat(subscription.stats().failed()).isEqualTo(5);
			assertThat(subscription.stats().delivered()).isEqualTo(5);
		});
	}

	@Test
	void theFailureReachesTheFutureOfAnAsynchronousRequest() {
		messenger().serve("get", (request) -> {
			throw new IllegalStateException("handler exploded");
		});
		assertThat(peer().requestAsync(BusMessage.of("get", ""), LONG)).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(RequestHandlerException.class)
			.withMessageContaining("handler exploded");
	}

	@ParameterizedTest
	@MethodSource
	void whatCannotBeToldIsToldAsHandlerFailed(Supplier<Throwable> failure) {
		messenger().serve("get", (request) -> {
			throw sneaky(failure.get());
		});
		RequestHandlerException received = fail("get", "");
		assertThat(received).hasMessage("handler failed");
		assertThat(received.code()).isEqualTo(500);
		fail("get", "again");
	}

	static Stream<Supplier<Throwable>> whatCannotBeToldIsToldAsHandlerFailed() {
		return Stream.of(() -> new AssertionError("inner detail"), () -> new StackOverflowError("inner detail"),
				() -> new LinkageError("inner detail"), () -> new NullPointerException("inner detail"),
				() -> new ClassCastException("inner detail"), () -> new IllegalStateException(), () -> new Exception(),
				() -> new IllegalArgumentException((String) null));
	}

	@Test
	void aCheckedExceptionIsToldLikeAnyOther() {
		messenger().serve("get", (request) -> {
			throw new Exception("no such user");
		});
		assertThat(fail("get", "")).hasMessage("no such user");
	}

	@ParameterizedTest
	@ValueSource(strings = { "größer als 5 €", "two\r\nlines\r\n\r\nNats-Service-Error-Code: 200", " blanks ", "\ttab",
			"error: twice", ":", "\u0000nul", "emoji \uD83D\uDE00" })
	void anyTextOfAFailureReachesTheRequesterUnchanged(String text) {
		messenger().serve("get", (request) -> {
			throw new IllegalStateException(text);
		});
		RequestHandlerException failure = fail("get", "");
		assertThat(failure).hasMessage(text);
		assertThat(failure.code()).isEqualTo(500);
	}

	@Test
	void aLongTextOfAFailureReachesTheRequesterUnchanged() {
		String text = "long ".repeat(1000) + "end";
		messenger().serve("get", (request) -> {
			throw new IllegalStateException(text);
		});
		assertThat(fail("get", "")).hasMessage(text);
	}

	@Test
	void neitherClassNamesNorStackTracesTravel() {
		messenger().serve("get", (request) -> {
			throw new IllegalStateException("outer", new UnsupportedOperationException("inner"));
		});
		RequestHandlerException failure = fail("get", "");
		assertThat(failure).hasMessage("outer").hasNoCause();
	}

	@Test
	void nullIsAnEmptyReply() {
		messenger().serve("get", (request) -> null);
		messenger().serveAsync("get.async", (request) -> CompletableFuture.completedFuture(null));
		for (String subject : new String[] { "get", "get.async" }) {
			BusMessage reply = peer().request(BusMessage.of(subject, "what?"), LIMIT);
			assertThat(reply.data()).isEmpty();
			assertThat(reply.headers().isEmpty()).isTrue();
		}
	}

	@Test
	void aFailedStageReachesTheRequester() {
		messenger().serveAsync("get", (request) -> CompletableFuture.failedFuture(new Exception("no such user")));
		assertThat(fail("get", "")).hasMessage("no such user");
	}

	@Test
	void aFailedStageIsToldByItsCause() {
		messenger().serveAsync("get", (request) -> CompletableFuture.completedFuture(request).thenApply((it) -> {
			throw new CompletionException(new IllegalStateException("no such user"));
		}));
		assertThat(fail("get", "")).hasMessage("no such user");
	}

	@Test
	void anAsynchronousHandlerThatThrowsReachesTheRequester() {
		messenger().serveAsync("get", (request) -> {
			throw new IllegalStateException("no such user");
		});
		assertThat(fail("get", "")).hasMessage("no such user");
		assertThat(fail("get", "again")).hasMessage("no such user");
	}

	@Test
	void anAsynchronousHandlerThatReturnsNoStageHasFailed() {
		messenger().serveAsync("get", (request) -> null);
		assertThat(fail("get", "").code()).isEqualTo(500);
		assertThat(fail("get", "again").code()).isEqualTo(500);
	}

	@Test
	void aCancelledStageHasFailed() {
		messenger().serveAsync("get", (request) -> {
			CompletableFuture<BusMessage> stage = new CompletableFuture<>();
			stage.cancel(false);
			return stage;
		});
		assertThat(fail("get", "").code()).isEqualTo(500);
	}

	@Test
	void aReplyThatIsTooLargeBecomesAnErrorReply() {
		use(ContractSettings.defaults().withMaxPayload(1000));
		messenger().serve("get", (request) -> request.reply(new byte[Integer.parseInt(request.text())]));
		assertThat(fail("get", "1001").code()).isEqualTo(413);
		assertThat(peer().request("get", bytes("1000"), LIMIT)).hasSize(1000);
	}

	@Test
	void aReplyWithHeadersThatCannotBeSentBecomesAnErrorReply() {
		messenger().serve("get",
				(request) -> request.reply("reply", BusHeaders.received("name", "two\r\nlines: injected")));
		assertThat(fail("get", "").code()).isEqualTo(500);
		assertThat(fail("get", "again").code()).isEqualTo(500);
	}

	@Test
	void anErrorReplyOfAnotherServiceIsAFailureWithItsCode() {
		messenger().serve("get", (request) -> request.reply("no such user",
				BusHeaders.of("Nats-Service-Error", "not found").with("Nats-Service-Error-Code", "404")));
		RequestHandlerException failure = fail("get", "");
		assertThat(failure).hasMessage("no such user");
		assertThat(failure.code()).isEqualTo(404);
	}

	@Test
	void aReplyThatOnlyReadsLikeAnErrorIsAnOrdinaryReply() {
		messenger().serve("get", (request) -> request.reply("error: just kidding"));
		assertThat(peer().request("get", new byte[0], LIMIT)).asString().isEqualTo("error: just kidding");
	}

	@Test
	void aFailureOfANestedRequestIsToldByItsText() {
		messenger().serve("inner", (request) -> {
			throw new IllegalStateException("inner failed");
		});
		messenger().serve("outer", (request) -> messenger().request(BusMessage.of("inner", ""), LIMIT));
		assertThat(fail("outer", "")).hasMessage("inner failed");
	}

	@Test
	void aHandlerThatLeavesItsThreadInterruptedHarmsNobody() {
		messenger().serve("get", ServeOptions.defaults().withConcurrency(1), (request) -> {
			boolean interrupted = Thread.currentThread().isInterrupted();
			Thread.currentThread().interrupt();
			return request.reply(interrupted ? "interrupted" : "fine");
		});
		for (int i = 0; i < 10; i++) {
			assertThat(peer().request("get", new byte[0], LIMIT)).asString().isEqualTo("fine");
		}
	}

	private RequestHandlerException fail(String subject, String text) {
		long start = System.nanoTime();
		RequestHandlerException failure = catchThrowableOfType(RequestHandlerException.class,
				() -> peer().request(BusMessage.of(subject, text), LONG));
		assertThat(failure).isNotNull();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
		return failure;
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> T sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
