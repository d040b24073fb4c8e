package dev.bus.template;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PayloadConverter}.
 */
class PayloadConverterTests {

	private static final String SUBJECT = "orders.get";

	private final PayloadConverter converter = new PayloadConverter(new JacksonJsonMessageConverter());

	@Test
	void textIsSentAsUtf8() {
		assertThat(toBusMessage("grün").data()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void bytesAreSentAsTheyAre() {
		byte[] bytes = { 0, -1, 5 };
		assertThat(toBusMessage(bytes).data()).isEqualTo(bytes).isNotSameAs(bytes);
	}

	@Test
	void objectsAreSentAsJson() {
		assertThat(toBusMessage(new Order("7", 2)).text()).isEqualTo("{\"id\":\"7\",\"amount\":2}");
	}

	@Test
	void nothingButThePayloadIsSent() {
		assertThat(toBusMessage(new Order("7", 2)).headers().isEmpty()).isTrue();
		assertThat(toBusMessage("text").headers().isEmpty()).isTrue();
	}

	@Test
	void headersAreSent() {
		BusMessage message = this.converter.toBusMessage(SUBJECT, "text", BusHeaders.of("tenant", "acme"));
		assertThat(message.subject()).isEqualTo(SUBJECT);
		assertThat(message.headers()).isEqualTo(BusHeaders.of("tenant", "acme"));
	}

	@Test
	void messageStandsForItsPayloadAndHeaders() {
		BusMessage received = BusMessage.of("orders.other", "text", BusHeaders.of("tenant", "acme"));
		BusMessage message = this.converter.toBusMessage(SUBJECT, received, BusHeaders.of("tenant", "b"));
		assertThat(message.subject()).isEqualTo(SUBJECT);
		assertThat(message.text()).isEqualTo("text");
		assertThat(message.headers().all("tenant")).containsExactly("acme", "b");
	}

	@Test
	void springMessageStandsForItsPayloadAndHeaders() {
		Message<Order> payload = MessageBuilder.withPayload(new Order("7", 2)).setHeader("tenant", "acme").build();
		BusMessage message = toBusMessage(payload);
		assertThat(message.text()).isEqualTo("{\"id\":\"7\",\"amount\":2}");
		assertThat(message.headers()).isEqualTo(BusHeaders.of("tenant", "acme"));
	}

	@Test
	void contentTypeOfASpringMessageDoesNotChangeHowTextIsSent() {
		Message<String> payload = MessageBuilder.withPayload("text")
			.setHeader(MessageHeaders.CONTENT_TYPE, "application/json")
			.build();
		assertThat(toBusMessage(payload).text()).isEqualTo("text");
	}

	@Test
	void converterMayMakeText() {
		JacksonJsonMessageConverter json = new JacksonJsonMessageConverter();
		json.setSerializedPayloadClass(String.class);
		BusMessage message = new PayloadConverter(json).toBusMessage(SUBJECT, List.of("grün"), BusHeaders.empty());
		assertThat(message.text()).isEqualTo("[\"grün\"]");
	}

	@Test
	void nullIsNoPayload() {
		assertThatIllegalArgumentException().isThrownBy(() -> toBusMessage(null))
			.withMessageContaining("must not be null");
	}

	@Test
	void unknownTypeIsRefusedBySubjectAndType() {
		PayloadConverter textOnly = new PayloadConverter();
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> textOnly.toBusMessage(SUBJECT, new Order("7", 2), BusHeaders.empty()))
			.withMessageContainingAll("'orders.get'", Order.class.getTypeName(), "no converter knows this type");
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> textOnly.fromBusMessage(BusMessage.of(SUBJECT, "{}"), Order.class))
			.withMessageContainingAll("'orders.get'", Order.class.getTypeName(), "no converter knows this type");
	}

	@Test
	void payloadThatCannotBeWrittenIsRefusedBySubjectAndType() {
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> toBusMessage(endless))
			.withMessageContainingAll("'orders.get'", "java.util.ArrayList", "Could not write JSON");
	}

	@Test
	void payloadThatCannotBeReadIsRefusedBySubjectAndType() {
		BusMessage message = BusMessage.of(SUBJECT, "secret", BusHeaders.of("authorization", "secret"));
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.converter.fromBusMessage(message, Order.class))
			.withMessageContainingAll("'orders.get'", Order.class.getTypeName(), "6 bytes", "Could not read JSON")
			.satisfies((ex) -> assertThat(ex.getFailedMessage()).isNull());
	}

	@Test
	void hostileSubjectIsPrintable() {
		BusMessage message = BusMessage.received("a\r\nb", new byte[] { '{' }, BusHeaders.empty());
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.converter.fromBusMessage(message, Order.class))
			.withMessageContaining("'a??b'");
	}

	@Test
	void objectIsReadFromJson() {
		Order order = this.converter.fromBusMessage(BusMessage.of(SUBJECT, "{\"id\":\"7\",\"amount\":2}"), Order.class);
		assertThat(order).isEqualTo(new Order("7", 2));
	}

	@Test
	void genericTypeIsReadFromJson() {
		BusMessage message = BusMessage.of(SUBJECT, "{\"a\":[{\"id\":\"7\",\"amount\":2}]}");
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<Map<String, List<Order>>>() {
		})).isEqualTo(Map.of("a", List.of(new Order("7", 2))));
	}

	@Test
	void optionalIsReadFromJson() {
		BusMessage message = BusMessage.of(SUBJECT, "{\"id\":\"7\",\"amount\":2}");
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<Optional<Order>>() {
		})).contains(new Order("7", 2));
	}

	@Test
	void simpleTypesAreReadThroughATypeReference() {
		BusMessage message = BusMessage.of(SUBJECT, "{\"a\":1}", BusHeaders.of("contentType", "application/json"));
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<String>() {
		})).isEqualTo("{\"a\":1}");
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<byte[]>() {
		})).isSameAs(message.data());
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<BusMessage>() {
		})).isSameAs(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/octet-stream", "text/html;charset=utf-16", "nonsense" })
	void stringIsTextWhateverTheContentType(String contentType) {
		BusMessage message = BusMessage.of(SUBJECT, "\"quoted\"", BusHeaders.of("contentType", contentType));
		assertThat(this.converter.fromBusMessage(message, String.class)).isEqualTo("\"quoted\"");
	}

	@Test
	void bytesAndMessageAreHandedOutAsTheyAre() {
		BusMessage message = BusMessage.of(SUBJECT, "text");
		assertThat(this.converter.fromBusMessage(message, byte[].class)).isSameAs(message.data());
		assertThat(this.converter.fromBusMessage(message, BusMessage.class)).isSameAs(message);
	}

	@Test
	void emptyPayloadIsEmptyTextOrNothing() {
		BusMessage message = BusMessage.of(SUBJECT, "");
		assertThat(this.converter.fromBusMessage(message, String.class)).isEmpty();
		assertThat(this.converter.fromBusMessage(message, byte[].class)).isEmpty();
		assertThat(this.converter.fromBusMessage(message, BusMessage.class)).isSameAs(message);
		assertThat(this.converter.fromBusMessage(message, Order.class)).isNull();
		assertThat(this.converter.fromBusMessage(message, new ParameterizedTypeReference<List<Order>>() {
		})).isNull();
	}

	@Test
	void nullOfJsonIsNothing() {
		assertThat(this.converter.fromBusMessage(BusMessage.of(SUBJECT, " null\n"), Order.class)).isNull();
	}

	@Test
	void namesOfTypesInThePayloadAreIgnored() {
		BusMessage message = BusMessage.of(SUBJECT,
				"{\"@class\":\"java.lang.ProcessBuilder\",\"id\":\"7\",\"amount\":1}",
				BusHeaders.of("__TypeId__", "java.lang.ProcessBuilder"));
		assertThat(this.converter.fromBusMessage(message, Order.class)).isEqualTo(new Order("7", 1));
	}

	@Test
	void replyKeepsTheSubjectOfTheRequest() {
		BusMessage request = BusMessage.received("any subject", new byte[0], BusHeaders.empty());
		BusMessage reply = this.converter.toReply(request, new Order("7", 2), null);
		assertThat(reply.subject()).isEqualTo("any subject");
		assertThat(reply.text()).isEqualTo("{\"id\":\"7\",\"amount\":2}");
	}

	@Test
	void nullIsAnEmptyReply() {
		BusMessage reply = this.converter.toReply(BusMessage.of(SUBJECT, "x"), null, null);
		assertThat(reply.data()).isEmpty();
		assertThat(reply.headers().isEmpty()).isTrue();
	}

	@Test
	void replyHasTheHeadersOfAMessage() {
		Message<String> result = MessageBuilder.withPayload("text").setHeader("tenant", "acme").build();
		BusMessage reply = this.converter.toReply(BusMessage.of(SUBJECT, "x"), result, null);
		assertThat(reply.text()).isEqualTo("text");
		assertThat(reply.headers()).isEqualTo(BusHeaders.of("tenant", "acme"));
	}

	@Test
	void replyTakesAHint() {
		List<Object> hints = new ArrayList<>();
		PayloadConverter converter = new PayloadConverter(new JacksonJsonMessageConverter() {

			@Override
			protected Object convertToInternal(Object payload, MessageHeaders headers, Object conversionHint) {
				hints.add(conversionHint);
				return super.convertToInternal(payload, headers, null);
			}

		});
		converter.toReply(BusMessage.of(SUBJECT, "x"), new Order("7", 2), "hint");
		assertThat(hints).containsExactly("hint");
	}

	@Test
	void convertersAreAskedInOrder() {
		PayloadConverter converter = new PayloadConverter(new UuidConverter(), new JacksonJsonMessageConverter());
		UUID uuid = UUID.randomUUID();
		BusMessage message = converter.toBusMessage(SUBJECT, uuid, BusHeaders.empty());
		assertThat(message.text()).isEqualTo("uuid:" + uuid);
		assertThat(converter.fromBusMessage(message, UUID.class)).isEqualTo(uuid);
		assertThat(converter.toBusMessage(SUBJECT, 5, BusHeaders.empty()).text()).isEqualTo("5");
	}

	private BusMessage toBusMessage(Object payload) {
		return this.converter.toBusMessage(SUBJECT, payload, BusHeaders.empty());
	}

	record Order(String id, int amount) {

	}

	static class UuidConverter implements MessageConverter {

		@Override
		public Object fromMessage(Message<?> message, Class<?> targetClass) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			return (targetClass == UUID.class) ? UUID.fromString(text.substring(5)) : null;
		}

		@Override
		public Message<?> toMessage(Object payload, MessageHeaders headers) {
			return (payload instanceof UUID uuid) ? MessageBuilder.withPayload("uuid:" + uuid).build() : null;
		}

	}

}
