package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.Messenger;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that are answered.
 */
abstract class RequestContract extends ContractCase {

	@Test
	void aRequestIsAnswered() {
		messenger().serve("echo", (request) -> request.reply(request.text() + "!", request.headers().with("b", "2")));
		BusMessage request = BusMessage.of("echo", "hello", BusHeaders.of("a", "1"));
		BusMessage reply = peer().request(request, LIMIT);
		assertThat(reply.subject()).isEqualTo("echo");
		assertThat(reply.text()).isEqualTo("hello!");
		assertThat(reply.headers().first("a")).isEqualTo("1");
		assertThat(reply.headers().first("b")).isEqualTo("2");
	}

	@Test
	void everyFormOfRequestIsAnswered() {
		messenger().serve("echo", (request) -> request);
		messenger().serveAsync("echo.async", CompletableFuture::completedFuture);
		for (String subject : List.of("echo", "echo.async")) {
			BusMessage message = BusMessage.of(subject, "hello");
			assertThat(peer().request(message).text()).isEqualTo("hello");
			assertThat(peer().request(message, LIMIT).text()).isEqualTo("hello");
			assertThat(peer().request(subject, bytes("hello"))).asString().isEqualTo("hello");
			assertThat(peer().request(subject, bytes("hello"), LIMIT)).asString().isEqualTo("hello");
			assertThat(textOf(peer().requestAsync(message))).isEqualTo("hello");
			assertThat(textOf(peer().requestAsync(message, LIMIT))).isEqualTo("hello");
		}
	}

	@Test
	void aHandlerSeesTheRequest() {
		AtomicReference<BusMessage> seen = new AtomicReference<>();
		messenger().serve("get.*", (request) -> {
			seen.set(request);
			return null;
		});
		BusMessage request = BusMessage.of("get.user", "7", BusHeaders.of("tenant", "a").with("tenant", "b"));
		peer().request(request, LIMIT);
		assertThat(seen.get().subject()).isEqualTo("get.user");
		assertThat(seen.get().text()).isEqualTo("7");
		assertThat(seen.get().headers()).isEqualTo(request.headers());
	}

	@Test
	void fiveRequestsOneAfterTheOtherAreAnsweredInTurn() {
		AtomicInteger counter = new AtomicInteger();
		messenger().serve("next", (request) -> request.reply(String.valueOf(counter.incrementAndGet())));
		for (int i = 1; i <= 5; i++) {
			assertThat(peer().request("next", new byte[0], LIMIT)).asString().isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void manyRequestersEachGetTheirOwnReply() {
		messenger().serve("echo", (request) -> request.reply(request.data()));
		Messenger requester = peer();
		join(IntStream.range(0, 16).mapToObj((thread) -> inBackground(() -> {
			for (int i = 0; i < 30; i++) {
				String text = thread + ":" + i;
				assertThat(requester.request("echo", bytes(text), LIMIT)).asString().isEqualTo(text);
			}
		})).toList());
	}

	@Test
	void manyAsynchronousRequestsEachGetTheirOwnReply() {
		messenger().serve("echo", (request) -> request.reply(request.data()));
		List<CompletableFuture<BusMessage>> replies = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			replies.add(peer().requestAsync(BusMessage.of("echo", String.valueOf(i)), LIMIT));
		}
		assertThat(join(replies).stream().map(BusMessage::text)).isEqualTo(numbers(0, 500));
	}

	@Test
	void ofSeveralHandlersExactlyOneRuns() {
		AtomicInteger runs = new AtomicInteger();
		for (Messenger messenger : List.of(messenger(), messenger(), peer())) {
			messenger.serve("get", (request) -> {
				runs.incrementAndGet();
				return request.reply("here");
			});
		}
		for (int i = 0; i < 100; i++) {
			assertThat(peer().request("get", new byte[0], LIMIT)).asString().isEqualTo("here");
		}
		assertStays(() -> runs.get() == 100);
	}

	@Test
	void endingOneOfTwoHandlersLeavesTheOther() {
		messenger().serve("get", (request) -> request.reply("first"));
		Subscription second = messenger().serve("get", (request) -> request.reply("second"));
		second.unsubscribe();
		for (int i = 0; i < 10; i++) {
			assertThat(messenger().request("get", new byte[0], LIMIT)).asString().isEqualTo("first");
		}
	}

	@Test
	void anAsynchronousHandlerMayAnswerLaterFromAnyThread() {
		CompletableFuture<BusMessage> stage = new CompletableFuture<>();
		messenger().serveAsync("get", (request) -> stage);
		CompletableFuture<BusMessage> reply = peer().requestAsync(BusMessage.of("get", ""), LIMIT);
		inBackground(() -> stage.complete(BusMessage.of("elsewhere", "later")));
		assertThat(textOf(reply)).isEqualTo("later");
		assertThat(reply.join().subject()).isEqualTo("get");
	}

	@Test
	void replyOfAHandlerKeepsTheSubjectOfTheRequestWhateverItIsMadeFrom() {
		messenger().serve("get", (request) -> BusMessage.of("elsewhere", "reply"));
		BusMessage reply = peer().request(BusMessage.of("get", ""), LIMIT);
		assertThat(reply.subject()).isEqualTo("get");
		assertThat(reply.text()).isEqualTo("reply");
	}

	@Test
	void theDefaultTimeoutIsTenSecondsOrAsConfigured() {
		assertThat(messenger().requestTimeout()).isEqualTo(Duration.ofSeconds(10));
		use(ContractSettings.defaults().withRequestTimeout(Duration.ofMillis(1234)));
		assertThat(open().requestTimeout()).isEqualTo(Duration.ofMillis(1234));
	}

	@Test
	void futuresCompleteOnAThreadOfTheMessenger() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return request.reply("here");
		});
		CompletableFuture<String> thread = peer().requestAsync(BusMessage.of("get", ""), LIMIT)
			.thenApply((reply) -> Thread.currentThread().getName());
		gate.awaitArrivals(1);
		gate.open();
		assertThat(thread).succeedsWithin(LIMIT).asString().startsWith("bus-");
	}

	@Test
	void aBlockedCallbackOfAFutureHoldsUpNoOtherReply() throws Exception {
		Gate callback = gate();
		Gate handler = gate();
		messenger().serve("gated", (request) -> {
			handler.pass();
			return request;
		});
		messenger().serve("echo", (request) -> request);
		CompletableFuture<Void> blocked = peer().requestAsync(BusMessage.of("gated", ""), LIMIT)
			.thenAccept((reply) -> callback.passUninterruptibly());
		handler.awaitArrivals(1);
		handler.open();
		callback.awaitArrivals(1);
		for (int i = 0; i < 20; i++) {
			assertThat(peer().request("echo", bytes("free"), LIMIT)).asString().isEqualTo("free");
		}
		assertThat(textOf(peer().requestAsync(BusMessage.of("echo", "free"), LIMIT))).isEqualTo("free");
		assertThat(blocked).isNotDone();
		callback.open();
		assertThat(blocked).succeedsWithin(LIMIT);
	}

	@Test
	void aRequestMayBeMadeFromTheCallbackOfAnother() {
		messenger().serve("echo", (request) -> request);
		CompletableFuture<String> nested = peer().requestAsync(BusMessage.of("echo", "first"), LIMIT)
			.thenApply((reply) -> peer().request(BusMessage.of("echo", reply.text() + ", second"), LIMIT).text());
		assertThat(nested).succeedsWithin(LIMIT).isEqualTo("first, second");
	}

	@Test
	void asynchronousPayloadUnderWayIsBoundedTo64Megabytes() throws Exception {
		Gate gate = gate();
		messenger().serve("get", (request) -> {
			gate.pass();
			return null;
		});
		BusMessage megabyte = BusMessage.of("get", new byte[1024 * 1024]);
		List<CompletableFuture<BusMessage>> accepted = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			accepted.add(peer().requestAsync(megabyte, LIMIT));
		}
		assertThat(peer().requestAsync(megabyte, LIMIT)).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(MessagePublishException.class);
		gate.awaitArrivals(64);
		gate.open();
		join(accepted);
		assertThat(peer().requestAsync(megabyte, LIMIT)).succeedsWithin(LIMIT);
	}

	private static String textOf(CompletableFuture<BusMessage> reply) {
		assertThat(reply).succeedsWithin(LIMIT);
		return reply.join().text();
	}

}
