package dev.bus.listener;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.RequestHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a listener method may take. The methods answer with a description of
 * what they got.
 */
class ListenerArgumentTests {

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
	void payloadIsConvertedToTheTypeOfTheParameter() {
		assertThat(request("record", "{\"item\":\"tea\",\"quantity\":2}")).isEqualTo("Order[item=tea, quantity=2]");
	}

	@Test
	void payloadIsConvertedToAGenericType() {
		assertThat(request("list", "[{\"item\":\"tea\",\"quantity\":2}]")).isEqualTo("Order[item=tea, quantity=2]");
	}

	@Test
	void payloadIsConvertedToThePrimitiveType() {
		assertThat(request("int", "41")).isEqualTo("42");
	}

	@Test
	void textGetsTheTextWhateverItHolds() {
		assertThat(request("text", "{\"item\":1}")).isEqualTo("<{\"item\":1}>");
	}

	@Test
	void textGetsTheTextWhateverContentTypeIsClaimed() {
		BusMessage request = BusMessage.of("text", "{}", BusHeaders.of("contentType", "application/json"));
		assertThat(request(request)).isEqualTo("<{}>");
	}

	@Test
	void textOfAnEmptyPayloadIsEmpty() {
		assertThat(request("text", "")).isEqualTo("<>");
	}

	@Test
	void textMayBeBlank() {
		assertThat(request("text", " ")).isEqualTo("< >");
	}

	@Test
	void bytesAreAsTheyCame() {
		assertThat(request("bytes", "abc")).isEqualTo("3 bytes");
		assertThat(request("bytes", "")).isEqualTo("0 bytes");
	}

	@Test
	void payloadIsFoundAmongOtherParameters() {
		BusMessage request = BusMessage.of("all", "{\"item\":\"tea\",\"quantity\":2}", BusHeaders.of("X-Foo", "bar"));
		assertThat(request(request)).isEqualTo("all, [X-Foo: bar], tea, bar, all");
	}

	@Test
	void optionalPayloadIsPresent() {
		assertThat(request("optional", "{\"item\":\"tea\",\"quantity\":2}"))
			.isEqualTo("Optional[Order[item=tea, quantity=2]]");
	}

	@Test
	void optionalPayloadOfAnEmptyMessageIsAbsent() {
		assertThat(request("optional", "")).isEqualTo("Optional.empty");
		assertThat(request("optionalText", "")).isEqualTo("Optional.empty");
	}

	@Test
	void nullablePayloadOfAnEmptyMessageIsNull() {
		assertThat(request("nullable", "")).isEqualTo("null");
	}

	@Test
	void payloadThatIsNotRequiredIsNullForAnEmptyMessage() {
		assertThat(request("notRequired", "")).isEqualTo("null");
	}

	@Test
	void emptyPayloadThatIsNeededIsAnError() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("record", ""))
			.withMessage("Payload is empty, but one is needed");
	}

	@Test
	void payloadThatCannotBeConvertedIsAnErrorWithoutInternals() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("record", "{\"item\":"))
			.withMessage("Payload of 8 bytes cannot be converted");
	}

	@Test
	void validPayloadIsAccepted() {
		assertThat(request("valid", "{\"item\":\"tea\",\"quantity\":2}")).isEqualTo("Order[item=tea, quantity=2]");
	}

	@Test
	void invalidPayloadIsAnErrorThatNamesWhatIsWrong() {
		assertThatExceptionOfType(RequestHandlerException.class)
			.isThrownBy(() -> request("valid", "{\"item\":\"\",\"quantity\":0}"))
			.withMessage("Invalid payload: item must not be blank; quantity must be greater than 0")
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(500));
	}

	@Test
	void constraintsAreNotCheckedWhereNobodyAsks() {
		assertThat(request("record", "{\"item\":\"\",\"quantity\":0}")).isEqualTo("Order[item=, quantity=0]");
	}

	@Test
	void headerIsFoundIgnoringCase() {
		assertThat(request(BusMessage.of("header", "", BusHeaders.of("x-foo", "bar")))).isEqualTo("bar");
		assertThat(request(BusMessage.of("header", "", BusHeaders.of("X-FOO", "bar")))).isEqualTo("bar");
	}

	@Test
	void headerIsNamedLikeItsParameter() {
		assertThat(request(BusMessage.of("headerName", "", BusHeaders.of("tenant", "acme")))).isEqualTo("acme");
	}

	@Test
	void headerIsConverted() {
		assertThat(request(BusMessage.of("headerNumber", "", BusHeaders.of("count", "41")))).isEqualTo("42");
	}

	@Test
	void headerWithSeveralValuesIsAList() {
		BusHeaders headers = BusHeaders.of("tag", "a").with("Tag", "b");
		assertThat(request(BusMessage.of("headerList", "", headers))).isEqualTo("[a, b]");
	}

	@Test
	void headerOfTheWireMayHaveTheNameOfALocalOne() {
		BusHeaders headers = BusHeaders.of("id", "4711").with("replyChannel", "theirs");
		assertThat(request(BusMessage.of("headerId", "", headers))).isEqualTo("4711, null, null");
	}

	@Test
	void subjectIsNotTakenFromTheWire() {
		assertThat(request(BusMessage.of("subject.a", "", BusHeaders.of(BusHeaders.SUBJECT, "theirs"))))
			.isEqualTo("subject.a");
	}

	@Test
	void missingHeaderIsAnErrorThatNamesIt() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("header", ""))
			.withMessage("Header 'X-Foo' is missing");
	}

	@Test
	void missingHeaderMayHaveADefault() {
		assertThat(request("headerDefault", "")).isEqualTo("none, null, Optional.empty");
	}

	@Test
	void headerThatCannotBeConvertedIsAnErrorThatNamesIt() {
		assertThatExceptionOfType(RequestHandlerException.class)
			.isThrownBy(() -> request(BusMessage.of("headerNumber", "", BusHeaders.of("count", "many"))))
			.withMessage("Value of header 'count' cannot be converted");
	}

	@Test
	void headersAreAMap() {
		assertThat(request(BusMessage.of("headers", "", BusHeaders.of("tenant", "acme"))))
			.isEqualTo("{tenant=[acme]}, headers, headers");
	}

	@Test
	void springMessageHasTheConvertedPayload() {
		assertThat(request("message", "{\"item\":\"tea\",\"quantity\":2}")).isEqualTo("tea of message");
	}

	@Test
	void springMessageMayBeEmpty() {
		assertThat(request("messageText", "")).isEqualTo("<>");
	}

	@Test
	void errorsOfTheMethodAreItsOwn() {
		assertThatExceptionOfType(RequestHandlerException.class).isThrownBy(() -> request("throwing", ""))
			.withMessage("sold out");
	}

	private static String request(String subject, String payload) {
		return request(BusMessage.of(subject, payload));
	}

	private static String request(BusMessage message) {
		return context.getBean(Messenger.class).request(message, Duration.ofSeconds(30)).text();
	}

	record Order(@NotBlank String item, @Positive int quantity) {

	}

	static class Service {

		@BusServe("record")
		String onRecord(Order order) {
			return order.toString();
		}

		@BusServe("list")
		String onList(List<Order> orders) {
			return orders.get(0).toString();
		}

		@BusServe("int")
		String onInt(int number) {
			return String.valueOf(number + 1);
		}

		@BusServe("text")
		String onText(String text) {
			return "<" + text + ">";
		}

		@BusServe("bytes")
		String onBytes(byte[] bytes) {
			return bytes.length + " bytes";
		}

		@BusServe("all")
		String onAll(BusMessage message, BusHeaders headers, @Payload Order order, @Header("X-Foo") String foo,
				@Header(BusHeaders.SUBJECT) String subject) {
			return String.join(", ", message.subject(), headers.toString(), order.item(), foo, subject);
		}

		@BusServe("optional")
		String onOptional(Optional<Order> order) {
			return order.toString();
		}

		@BusServe("optionalText")
		String onOptionalText(Optional<String> text) {
			return text.toString();
		}

		@BusServe("nullable")
		String onNullable(@Nullable Order order) {
			return String.valueOf(order);
		}

		@BusServe("notRequired")
		String onNotRequired(@Payload(required = false) Order order) {
			return String.valueOf(order);
		}

		@BusServe("valid")
		String onValid(@Valid Order order) {
			return order.toString();
		}

		@BusServe("header")
		String onHeader(@Header("X-Foo") String foo) {
			return foo;
		}

		@BusServe("headerName")
		String onHeaderName(@Header String tenant) {
			return tenant;
		}

		@BusServe("headerNumber")
		String onHeaderNumber(@Header int count) {
			return String.valueOf(count + 1);
		}

		@BusServe("headerList")
		String onHeaderList(@Header("tag") List<String> tags) {
			return tags.toString();
		}

		@BusServe("headerId")
		String onHeaderId(@Header("id") String id, MessageHeaders headers) {
			return id + ", " + headers.getId() + ", " + headers.getReplyChannel();
		}

		@BusServe("subject.*")
		String onSubject(@Header(BusHeaders.SUBJECT) String subject) {
			return subject;
		}

		@BusServe("headerDefault")
		String onHeaderDefault(@Header(name = "a", defaultValue = "none") String a,
				@Header(name = "b", required = false) String b, @Header("c") Optional<String> c) {
			return a + ", " + b + ", " + c;
		}

		@BusServe("headers")
		String onHeaders(@Headers Map<String, Object> headers, MessageHeaders messageHeaders,
				MessageHeaderAccessor accessor) {
			return headers.get(NativeMessageHeaderAccessor.NATIVE_HEADERS) + ", "
					+ messageHeaders.get(BusHeaders.SUBJECT) + ", " + accessor.getHeader(BusHeaders.SUBJECT);
		}

		@BusServe("message")
		String onMessage(Message<Order> message) {
			return message.getPayload().item() + " of " + message.getHeaders().get(BusHeaders.SUBJECT);
		}

		@BusServe("messageText")
		String onMessageText(Message<String> message) {
			return "<" + message.getPayload() + ">";
		}

		@BusServe("throwing")
		String onThrowing() {
			throw new IllegalStateException("sold out");
		}

	}

}
