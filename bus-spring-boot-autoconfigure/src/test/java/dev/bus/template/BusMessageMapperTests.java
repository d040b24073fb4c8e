package dev.bus.template;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link BusMessageMapper}.
 */
class BusMessageMapperTests {

	@Test
	void payloadIsHandedOnWithoutCopy() {
		BusMessage message = BusMessage.of("orders.placed", "text");
		assertThat(BusMessageMapper.toMessage(message).getPayload()).isSameAs(message.data());
	}

	@Test
	void subjectIsTheOnlyHeaderOfAMessageWithoutHeaders() {
		Message<byte[]> message = BusMessageMapper.toMessage(BusMessage.of("orders.placed", "text"));
		assertThat(message.getHeaders()).containsExactly(entry(BusHeaders.SUBJECT, "orders.placed"));
	}

	@Test
	void headersOfTheWireAreNativeHeadersOnly() {
		Message<byte[]> message = received(BusHeaders.of("id", "1")
			.with("timestamp", "2")
			.with("contentType", "text/html")
			.with("replyChannel", "theirs")
			.with("errorChannel", "theirs")
			.with(BusHeaders.SUBJECT, "theirs")
			.with("tenant", "acme"));
		MessageHeaders headers = message.getHeaders();
		assertThat(headers).containsOnlyKeys(BusHeaders.SUBJECT, NativeMessageHeaderAccessor.NATIVE_HEADERS)
			.containsEntry(BusHeaders.SUBJECT, "orders.placed");
		assertThat(headers.getId()).isNull();
		assertThat(headers.getReplyChannel()).isNull();
		assertThat(nativeHeaders(message)).containsEntry("contentType", List.of("text/html"))
			.containsEntry("tenant", List.of("acme"));
	}

	@Test
	void headersAreFoundIgnoringCase() throws Exception {
		Message<byte[]> message = received(BusHeaders.of("X-Tenant", "acme"));
		assertThat(resolve(message, "tenant")).isEqualTo("acme");
	}

	@Test
	void valuesOfOneNameStayTogetherInOrder() throws Exception {
		Message<byte[]> message = received(BusHeaders.of("X-Tenant", "b").with("other", "o").with("x-tenant", "a"));
		assertThat(nativeHeaders(message)).containsOnlyKeys("X-Tenant", "other")
			.containsEntry("X-Tenant", List.of("b", "a"));
		assertThat(resolve(message, "tenant")).isEqualTo("b,a");
	}

	@Test
	void subjectIsFoundAsHeader() throws Exception {
		assertThat(resolve(received(BusHeaders.empty()), "subject")).isEqualTo("orders.placed");
	}

	@Test
	void descriptionHidesPayloadAndHeaderValues() {
		Message<byte[]> message = received(BusHeaders.of("authorization", "secret"));
		assertThat(message).asString().contains("orders.placed", "authorization").doesNotContain("secret", "text");
	}

	@Test
	void nativeAndSimpleHeadersAreSent() {
		MessageHeaders headers = MessageBuilder.fromMessage(received(BusHeaders.of("tenant", "a").with("TENANT", "b")))
			.setHeader("text", "t")
			.setHeader("number", 1)
			.setHeader("flag", true)
			.build()
			.getHeaders();
		BusHeaders result = BusMessageMapper.toBusHeaders(headers);
		assertThat(result.names()).containsExactlyInAnyOrder("tenant", "text", "number", "flag");
		assertThat(result.all("tenant")).containsExactly("a", "b");
		assertThat(result.first("number")).isEqualTo("1");
		assertThat(result.first("flag")).isEqualTo("true");
	}

	@Test
	void localHeadersAreNotSent() {
		MessageHeaders headers = MessageBuilder.withPayload("x")
			.setHeader(MessageHeaders.CONTENT_TYPE, "text/plain")
			.setReplyChannelName("reply")
			.setErrorChannelName("error")
			.setHeader(BusHeaders.SUBJECT, "a.b")
			.setHeader("object", UUID.randomUUID())
			.build()
			.getHeaders();
		assertThat(headers).containsKeys(MessageHeaders.ID, MessageHeaders.TIMESTAMP);
		assertThat(BusMessageMapper.toBusHeaders(headers).isEmpty()).isTrue();
	}

	@Test
	void headersThatCannotBeSentAreRefused() {
		MessageHeaders headers = new MessageHeaders(Map.of("evil", "a\r\nb: c"));
		assertThatIllegalArgumentException().isThrownBy(() -> BusMessageMapper.toBusHeaders(headers))
			.withMessageContaining("'evil'");
	}

	private static Message<byte[]> received(BusHeaders headers) {
		return BusMessageMapper.toMessage(BusMessage.of("orders.placed", "text", headers));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, List<String>> nativeHeaders(Message<?> message) {
		return (Map<String, List<String>>) message.getHeaders().get(NativeMessageHeaderAccessor.NATIVE_HEADERS);
	}

	private static Object resolve(Message<?> message, String method) throws Exception {
		MethodParameter parameter = new SynthesizingMethodParameter(
				Handler.class.getDeclaredMethod(method, String.class), 0);
		return new HeaderMethodArgumentResolver(DefaultConversionService.getSharedInstance(), null)
			.resolveArgument(parameter, message);
	}

	interface Handler {

		void tenant(@Header("x-tenant") String tenant);

		void subject(@Header(BusHeaders.SUBJECT) String subject);

	}

}
