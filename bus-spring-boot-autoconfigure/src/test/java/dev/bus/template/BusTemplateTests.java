package dev.bus.template;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentCaptor;
import org.mockito.Captor;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;
import org.mockito.junit.jupiter.MockitoSettings;
import org.mockito.quality.Strictness;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.NoRespondersException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link BusTemplate}.
 */
@ExtendWith(MockitoExtension.class)
@MockitoSettings(strictness = Strictness.LENIENT)
class BusTemplateTests {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	@Mock
	private Messenger messenger;

	@Captor
	private ArgumentCaptor<BusMessage> sent;

	private BusTemplate template;

	@BeforeEach
	void setUp() {
		given(this.messenger.requestTimeout()).willReturn(DEFAULT_TIMEOUT);
		this.template = new BusTemplate(this.messenger, new JacksonJsonMessageConverter());
	}

	@Test
	void publishesAnObject() {
		this.template.publish("orders.placed", new Order("7"));
		then(this.messenger).should().publish(this.sent.capture());
		assertThat(this.sent.getValue().subject()).isEqualTo("orders.placed");
		assertThat(this.sent.getValue().text()).isEqualTo("{\"id\":\"7\"}");
	}

	@Test
	void publishesWithHeaders() {
		this.template.to("orders.placed").header("tenant", "a").header("tenant", "b").publish("text");
		then(this.messenger).should().publish(this.sent.capture());
		assertThat(this.sent.getValue().headers().all("tenant")).containsExactly("a", "b");
	}

	@Test
	void publishesWithoutWaiting() {
		CompletableFuture<Void> accepted = new CompletableFuture<>();
		given(this.messenger.publishAsync(any(BusMessage.class))).willReturn(accepted);
		assertThat(this.template.to("orders.placed").publishAsync(new Order("7"))).isSameAs(accepted);
		then(this.messenger).should().publishAsync(this.sent.capture());
		assertThat(this.sent.getValue().text()).isEqualTo("{\"id\":\"7\"}");
	}

	@Test
	void requestsWithTheDefaultTimeout() {
		given(this.messenger.request(any(BusMessage.class), any())).willReturn(reply("{\"id\":\"8\"}"));
		assertThat(this.template.request("orders.get", new Order("7"), Order.class)).isEqualTo(new Order("8"));
		then(this.messenger).should().request(this.sent.capture(), eq(DEFAULT_TIMEOUT));
		assertThat(this.sent.getValue().subject()).isEqualTo("orders.get");
		assertThat(this.sent.getValue().text()).isEqualTo("{\"id\":\"7\"}");
	}

	@Test
	void requestsAGenericType() {
		given(this.messenger.request(any(BusMessage.class), any())).willReturn(reply("[{\"id\":\"8\"}]"));
		List<Order> orders = this.template.request("orders.list", "", new ParameterizedTypeReference<>() {
		});
		assertThat(orders).containsExactly(new Order("8"));
	}

	@Test
	void requestsWithATimeoutOfItsOwn() {
		Duration timeout = Duration.ofMillis(300);
		given(this.messenger.request(any(BusMessage.class), any())).willReturn(reply("text"));
		assertThat(this.template.to("time.now").timeout(timeout).request("", String.class)).isEqualTo("text");
		then(this.messenger).should().request(any(BusMessage.class), eq(timeout));
	}

	@Test
	void specificationIsImmutable() {
		MessageSpec prepared = this.template.to("orders.placed").header("tenant", "a");
		prepared.header("other", "b");
		prepared.publish("text");
		then(this.messenger).should().publish(this.sent.capture());
		assertThat(this.sent.getValue().headers()).isEqualTo(BusHeaders.of("tenant", "a"));
	}

	@Test
	void requestsWithoutWaiting() {
		CompletableFuture<BusMessage> request = request();
		CompletableFuture<Order> order = this.template.to("orders.get").requestAsync("7", Order.class);
		CompletableFuture<List<Order>> orders = this.template.to("orders.get")
			.requestAsync("7", new ParameterizedTypeReference<>() {
			});
		assertThat(order).isNotDone();
		request.complete(reply("{\"id\":\"8\"}"));
		assertThat(order).isCompletedWithValue(new Order("8"));
		assertThat(orders).isCompletedExceptionally();
	}

	@Test
	void failureOfTheRequestIsTheFailureOfTheFuture() {
		CompletableFuture<BusMessage> request = request();
		CompletableFuture<Throwable> failure = this.template.to("orders.get")
			.requestAsync("7", Order.class)
			.handle((reply, error) -> error);
		NoRespondersException error = new NoRespondersException("nobody");
		request.completeExceptionally(error);
		assertThat(failure).isCompletedWithValue(error);
	}

	@Test
	void replyThatCannotBeReadFailsTheFuture() {
		CompletableFuture<BusMessage> request = request();
		CompletableFuture<Throwable> failure = this.template.to("orders.get")
			.requestAsync("7", Order.class)
			.handle((reply, error) -> error);
		request.complete(reply("no json"));
		assertThat(failure).isCompletedWithValueMatching(MessageConversionException.class::isInstance);
	}

	@Test
	void cancellingTheFutureCancelsTheRequest() {
		CompletableFuture<BusMessage> request = request();
		CompletableFuture<Order> order = this.template.to("orders.get").requestAsync("7", Order.class);
		assertThat(order.cancel(true)).isTrue();
		assertThat(request).isCancelled();
	}

	@Test
	void cancellingADoneFutureDoesNothing() {
		request().complete(reply("text"));
		CompletableFuture<String> text = this.template.to("orders.get").requestAsync("7", String.class);
		assertThat(text.cancel(true)).isFalse();
		assertThat(text).isCompletedWithValue("text");
	}

	@Test
	void payloadThatCannotBeConvertedIsNotSent() {
		BusTemplate textOnly = new BusTemplate(this.messenger, new PayloadConverter());
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> textOnly.publish("orders.placed", new Order("7")))
			.withMessageContaining("'orders.placed'");
		then(this.messenger).shouldHaveNoInteractions();
	}

	@Test
	void badSubjectIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.publish("orders.*", "text"))
			.withMessageContaining("'orders.*'");
	}

	private CompletableFuture<BusMessage> request() {
		CompletableFuture<BusMessage> request = new CompletableFuture<>();
		given(this.messenger.requestAsync(any(BusMessage.class), any())).willReturn(request);
		return request;
	}

	private static BusMessage reply(String text) {
		return BusMessage.of("orders.get", text);
	}

	record Order(String id) {

	}

}
