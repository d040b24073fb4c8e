package dev.bus.listener;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import reactor.core.publisher.Mono;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.RequestHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a {@link BusServe} method may return.
 */
class BusServeTests {

	private static AnnotationConfigApplicationContext context;

	@BeforeAll
	static void start() {
		context = BusListenerTestConfiguration.start(Service.class);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@Test
	void objectIsConverted() {
		assertThat(request("object").text()).isEqualTo("{\"item\":\"tea\",\"quantity\":2}");
	}

	@Test
	void listIsConverted() {
		assertThat(request("list").text()).isEqualTo("[1,2]");
	}

	@Test
	void textIsAsItIs() {
		assertThat(request("text").text()).isEqualTo("\u00e4 \"quoted\"");
	}

	@Test
	void bytesAreAsTheyAre() {
		assertThat(request("bytes").data()).containsExactly(0, -1);
	}

	@Test
	void messageBringsPayloadAndHeaders() {
		BusMessage reply = request("message");
		assertThat(reply.subject()).isEqualTo("message");
		assertThat(reply.text()).isEqualTo("payload");
		assertThat(reply.headers().all("X-Foo")).containsExactly("a", "b");
	}

	@Test
	void nothingIsAnEmptyReply() {
		assertThat(request("void").data()).isEmpty();
		assertThat(request("null").data()).isEmpty();
		assertThat(request("optionalEmpty").data()).isEmpty();
		assertThat(request("futureNull").data()).isEmpty();
		assertThat(request("noFuture").data()).isEmpty();
		assertThat(request("monoEmpty").data()).isEmpty();
	}

	@Test
	void optionalIsUnpacked() {
		assertThat(request("optional").text()).isEqualTo("there");
	}

	@Test
	void futureIsUnpacked() {
		assertThat(request("future").text()).isEqualTo("{\"item\":\"tea\",\"quantity\":2}");
		assertThat(request("futureOptional").text()).isEqualTo("there");
		assertThat(request("futureAsObject").text()).isEqualTo("later");
	}

	@Test
	void monoIsUnpacked() {
		assertThat(request("mono").text()).isEqualTo("{\"item\":\"tea\",\"quantity\":2}");
	}

	@Test
	void failedFutureIsAnError() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("futureFailed"))
			.withMessage("sold out");
	}

	@Test
	void failedMonoIsAnError() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("monoFailed"))
			.withMessage("sold out");
	}

	@Test
	void exceptionIsAnError() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("checked"))
			.withMessage("checked");
	}

	@Test
	void errorIsAnErrorWithoutInternals() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("error"))
			.withMessage("handler failed");
	}

	@Test
	void replyThatCannotBeConvertedIsAnError() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("inconvertible"))
			.withMessage("Reply cannot be converted");
	}

	@Test
	void pendingReplyKeepsNoThread() throws Exception {
		Service service = context.getBean(Service.class);
		Messenger messenger = context.getBean(Messenger.class);
		CompletableFuture<BusMessage> reply = messenger.requestAsync(BusMessage.of("pending", ""),
				Duration.ofSeconds(10));
		assertThat(service.pendingReturned.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(reply).isNotDone();
		service.pending.complete("at last");
		assertThat(reply.get(20, TimeUnit.SECONDS).text()).isEqualTo("at last");
	}

	private static BusMessage request(String subject) {
		return context.getBean(Messenger.class).request(BusMessage.of(subject, ""), Duration.ofSeconds(30));
	}

	record Order(String item, int quantity) {

	}

	record Broken(String value) {

		@Override
		public String value() {
			throw new IllegalStateException("broken");
		}

	}

	static class Service {

		private final CompletableFuture<String> pending = new CompletableFuture<>();

		private final CountDownLatch pendingReturned = new CountDownLatch(1);

		@BusServe("object")
		Order object() {
			return new Order("tea", 2);
		}

		@BusServe("list")
		List<Integer> list() {
			return List.of(1, 2);
		}

		@BusServe("text")
		String text() {
			return "\u00e4 \"quoted\"";
		}

		@BusServe("bytes")
		byte[] bytes() {
			return new byte[] { 0, -1 };
		}

		@BusServe("message")
		BusMessage message(BusMessage request) {
			return request.reply("payload", BusHeaders.of("X-Foo", "a").with("X-Foo", "b"));
		}

		@BusServe("void")
		void nothing() {
		}

		@BusServe("null")
		@Nullable Order nullOrder() {
			return null;
		}

		@BusServe("optionalEmpty")
		Optional<String> optionalEmpty() {
			return Optional.empty();
		}

		@BusServe("optional")
		Optional<String> optional() {
			return Optional.of("there");
		}

		@BusServe("future")
		CompletableFuture<Order> future() {
			return CompletableFuture.supplyAsync(() -> new Order("tea", 2));
		}

		@BusServe("futureNull")
		CompletionStage<@Nullable Order> futureNull() {
			return CompletableFuture.completedStage(null);
		}

		@BusServe("futureOptional")
		CompletionStage<Optional<String>> futureOptional() {
			return CompletableFuture.completedStage(Optional.of("there"));
		}

		@BusServe("futureAsObject")
		Object futureAsObject() {
			return CompletableFuture.completedFuture("later");
		}

		@BusServe("noFuture")
		@Nullable CompletableFuture<String> noFuture() {
			return null;
		}

		@BusServe("futureFailed")
		CompletableFuture<Order> futureFailed() {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException("sold out");
			});
		}

		@BusServe("mono")
		Mono<Order> mono() {
			return Mono.fromSupplier(() -> new Order("tea", 2));
		}

		@BusServe("monoEmpty")
		Mono<Void> monoEmpty() {
			return Mono.empty();
		}

		@BusServe("monoFailed")
		Mono<Order> monoFailed() {
			return Mono.error(new IllegalStateException("sold out"));
		}

		@BusServe("checked")
		String checked() throws Exception {
			throw new Exception("checked");
		}

		@BusServe("error")
		String error() {
			throw new AssertionError("internal");
		}

		@BusServe("inconvertible")
		Object inconvertible() {
			return new Broken("");
		}

		@BusServe("pending")
		CompletableFuture<String> pending() {
			this.pendingReturned.countDown();
			return this.pending;
		}

	}

}
