package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

import dev.bus.BusErrorHandler;
import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.PayloadTooLargeException;
import dev.bus.memory.InMemoryMessenger;
import dev.bus.template.BusTemplate;
import dev.bus.template.PayloadConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BusAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class BusAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class, JacksonAutoConfiguration.class));

	@Test
	void engineIsInMemoryByDefault(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).getBean(Messenger.class).isInstanceOf(InMemoryMessenger.class);
			assertThat(output.getOut().lines().filter((line) -> line.contains("Bus runs on the in-memory engine")))
				.hasSize(1)
				.allMatch((line) -> line.contains("INFO"));
		});
	}

	@Test
	void messengerIsTheEngineItselfWhereNothingIsObserved() {
		this.contextRunner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("bus.observation.enabled=false")
			.run((context) -> assertThat(context).getBean(Messenger.class)
				.isExactlyInstanceOf(InMemoryMessenger.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "in-memory", "IN_MEMORY", "inMemory", "in_memory" })
	void engineIsBoundWithRelaxedRules(String backend) {
		this.contextRunner.withPropertyValues("bus.backend=" + backend)
			.run((context) -> assertThat(context).hasSingleBean(InMemoryMessenger.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nats", "sqlite" })
	void engineWithoutFactoryFailsTheStart(String backend) {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.nats", "org.sqlite"))
			.withPropertyValues("bus.backend=" + backend)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(BackendUnavailableException.class)
				.hasMessageContainingAll("'" + backend + "'", "bus.backend", "[in-memory]"));
	}

	@Test
	void engineIsTheOneWhoseFactoryIsSelected() {
		Messenger messenger = mock(Messenger.class);
		this.contextRunner.withPropertyValues("bus.backend=nats")
			.withClassLoader(new FilteredClassLoader("io.nats"))
			.withBean(MessengerFactory.BEAN_NAME_PREFIX + "nats", MessengerFactory.class,
					() -> new FixedFactory(messenger))
			.run((context) -> assertThat(context).getBean(Messenger.class).isSameAs(messenger));
	}

	@Test
	void messengerIsClosedWithTheContext() {
		Messenger[] messenger = new Messenger[1];
		this.contextRunner.run((context) -> {
			messenger[0] = context.getBean(Messenger.class);
			assertThat(messenger[0].status()).isEqualTo(MessengerStatus.CONNECTED);
		});
		assertThat(messenger[0].status()).isEqualTo(MessengerStatus.CLOSED);
	}

	@Test
	void propertiesReachTheMessenger() {
		this.contextRunner.withPropertyValues("bus.request-timeout=300ms", "bus.max-payload=2KB").run((context) -> {
			Messenger messenger = context.getBean(Messenger.class);
			assertThat(messenger.requestTimeout()).isEqualTo(Duration.ofMillis(300));
			messenger.publish("a.b", new byte[2048]);
			assertThatExceptionOfType(PayloadTooLargeException.class)
				.isThrownBy(() -> messenger.publish("a.b", new byte[2049]));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "bus.request-timeout=0s", "bus.request-timeout=-1s", "bus.max-payload=0B",
			"bus.max-payload=65MB" })
	void badPropertyFailsTheStartByName(String property) {
		String name = property.substring(0, property.indexOf('='));
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Property " + name + " with value"));
	}

	@Test
	void userMessengerWins() {
		this.contextRunner.withPropertyValues("bus.backend=nats")
			.withBean("mine", Messenger.class, InMemoryMessenger::new)
			.run((context) -> assertThat(context).hasSingleBean(Messenger.class)
				.hasBean("mine")
				.hasSingleBean(BusTemplate.class));
	}

	@Test
	void userTemplateWins() {
		this.contextRunner
			.withBean("mine", BusTemplate.class, () -> new BusTemplate(mock(Messenger.class), new PayloadConverter()))
			.run((context) -> assertThat(context).hasSingleBean(BusTemplate.class).hasBean("mine"));
	}

	@Test
	void userPayloadConverterWins() {
		this.contextRunner.withBean("mine", PayloadConverter.class, PayloadConverter::new)
			.run((context) -> assertThat(context).hasSingleBean(PayloadConverter.class).hasBean("mine"));
	}

	@Test
	void userErrorHandlerIsToldOfFailures() {
		CompletableFuture<Throwable> told = new CompletableFuture<>();
		this.contextRunner.withBean(BusErrorHandler.class, () -> (message, error, subscription) -> told.complete(error))
			.run((context) -> {
				IllegalStateException failure = new IllegalStateException("broken");
				Messenger messenger = context.getBean(Messenger.class);
				messenger.stream("a.b", (message) -> {
					throw failure;
				});
				messenger.publish("a.b", new byte[0]);
				assertThat(told.get(10, TimeUnit.SECONDS)).isSameAs(failure);
			});
	}

	@Test
	void templatePublishesAndRequestsJson() {
		this.contextRunner.run((context) -> {
			context.getBean(Messenger.class).serve("orders.get", (request) -> request.reply(request.data()));
			BusTemplate template = context.getBean(BusTemplate.class);
			assertThat(template.request("orders.get", new Order("7", 2), Order.class)).isEqualTo(new Order("7", 2));
			assertThat(
					template.to("orders.get").requestAsync(new Order("8", 2), String.class).get(10, TimeUnit.SECONDS))
				.isEqualTo("{\"orderId\":\"8\",\"amount\":2}");
		});
	}

	@Test
	void jsonIsThatOfTheApplication() {
		this.contextRunner.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> assertThat(toText(context.getBean(PayloadConverter.class), new Order("7", 2)))
				.isEqualTo("{\"order_id\":\"7\",\"amount\":2}"));
	}

	@Test
	void jsonNeedsNoJacksonAutoConfiguration() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
			.run((context) -> assertThat(toText(context.getBean(PayloadConverter.class), new Order("7", 2)))
				.isEqualTo("{\"orderId\":\"7\",\"amount\":2}"));
	}

	@Test
	void withoutJacksonTextAndBytesAreLeft() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson")).run((context) -> {
			PayloadConverter converter = context.getBean(PayloadConverter.class);
			assertThat(toText(converter, "text")).isEqualTo("text");
			assertThatExceptionOfType(MessageConversionException.class)
				.isThrownBy(() -> toText(converter, new Order("7", 2)))
				.withMessageContaining("no converter knows this type");
		});
	}

	@Test
	void qualifiedConverterWinsOverJson() {
		this.contextRunner.withUserConfiguration(ConverterConfiguration.class).run((context) -> {
			PayloadConverter converter = context.getBean(PayloadConverter.class);
			UUID uuid = UUID.randomUUID();
			assertThat(toText(converter, uuid)).isEqualTo("mine:" + uuid);
			assertThat(toText(converter, new Order("7", 2))).startsWith("{");
			assertThat(toText(converter, "text")).isEqualTo("text");
		});
	}

	@Test
	void qualifiedConverterWorksWithoutJackson() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.withUserConfiguration(ConverterConfiguration.class)
			.run((context) -> assertThat(toText(context.getBean(PayloadConverter.class), new UUID(0, 0)))
				.startsWith("mine:"));
	}

	@Test
	void othersFindNoExecutorNoDataSourceAndNoConverterToInject() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(Executor.class)
			.doesNotHaveBean(DataSource.class)
			.doesNotHaveBean(MessageConverter.class));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void listenersRunOnVirtualThreadsWhereTheApplicationDoes() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(handlerThread(context.getBean(Messenger.class))).startsWith("VirtualThread[")
				.contains(",bus-"));
	}

	@Test
	void listenersRunOnPlatformThreadsOtherwise() {
		this.contextRunner
			.run((context) -> assertThat(handlerThread(context.getBean(Messenger.class))).startsWith("Thread[")
				.contains("bus-"));
	}

	private static String handlerThread(Messenger messenger) {
		messenger.serve("thread", (request) -> request.reply(Thread.currentThread().toString()));
		return messenger.request(BusMessage.of("thread", "")).text();
	}

	private static String toText(PayloadConverter converter, Object payload) {
		return converter.toBusMessage("a.b", payload, BusHeaders.empty()).text();
	}

	record Order(String orderId, int amount) {

	}

	record FixedFactory(Messenger messenger) implements MessengerFactory {

		@Override
		public Messenger create(MessengerSettings settings) {
			return this.messenger;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ConverterConfiguration {

		@Bean
		@BusMessageConverter
		MessageConverter mine() {
			return new UuidConverter("mine:");
		}

		@Bean
		MessageConverter ofSomebodyElse() {
			return new UuidConverter("other:");
		}

	}

	record UuidConverter(String prefix) implements MessageConverter {

		@Override
		public Object fromMessage(Message<?> message, Class<?> targetClass) {
			return null;
		}

		@Override
		public Message<?> toMessage(Object payload, MessageHeaders headers) {
			return (payload instanceof UUID) ? MessageBuilder.withPayload(this.prefix + payload).build() : null;
		}

	}

}
