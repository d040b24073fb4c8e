package dev.bus.support;

import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorReplyTests {

	private final BusMessage request = BusMessage.of("a", "x");

	@Test
	void bodyAndHeadersTellTheError() {
		BusMessage reply = ErrorReply.of(this.request, new IllegalStateException("no such order"));
		assertThat(reply.text()).isEqualTo("error: no such order");
		assertThat(reply.headers().first("Nats-Service-Error")).isEqualTo("no such order");
		assertThat(reply.headers().first("Nats-Service-Error-Code")).isEqualTo("500");
	}

	@Test
	void theHeaderHoldsPrintableAsciiOnly() {
		String text = " größe\r\nX-Evil: 1 " + "a".repeat(600);
		BusMessage reply = ErrorReply.of(this.request, new IllegalStateException(text));
		assertThat(reply.text()).isEqualTo("error: " + text);
		assertThat(reply.headers().first("Nats-Service-Error")).startsWith("gr??e??X-Evil: 1 aaa").hasSize(512);
		RequestHandlerException error = ErrorReply.read(reply);
		assertThat(error).isNotNull().hasMessage(text);
	}

	@Test
	void whatTellsOfTheInsideIsNotTold() {
		for (Throwable failure : new Throwable[] { new NullPointerException("field of com.acme.Secret"),
				new ClassCastException("com.acme.A"), new StackOverflowError("x"), new IllegalStateException(),
				new IllegalStateException("  ") }) {
			assertThat(ErrorReply.of(this.request, failure).text()).isEqualTo("error: handler failed");
		}
	}

	@Test
	void theCauseOfAFailedStageIsTold() {
		BusMessage reply = ErrorReply.of(this.request,
				new CompletionException(new CompletionException(new IllegalStateException("late"))));
		assertThat(reply.text()).isEqualTo("error: late");
	}

	@Test
	void anErrorIsReadWithItsCode() {
		RequestHandlerException error = ErrorReply.read(ErrorReply.of(this.request, 413, "too large"));
		assertThat(error).isNotNull().hasMessage("too large");
		assertThat(error.code()).isEqualTo(413);
	}

	@Test
	void theErrorOfAnotherServiceIsReadFromItsHeader() {
		BusMessage reply = this.request.reply("",
				BusHeaders.of("nats-service-error", "boom").with("Nats-Service-Error-Code", "not a number"));
		RequestHandlerException error = ErrorReply.read(reply);
		assertThat(error).isNotNull().hasMessage("boom");
		assertThat(error.code()).isEqualTo(500);
	}

	@Test
	void anOrdinaryReplyIsNoError() {
		assertThat(ErrorReply.read(this.request.reply("error: looks like one"))).isNull();
		assertThat(ErrorReply.read(this.request.reply("x", BusHeaders.of("A", "b")))).isNull();
	}

}
