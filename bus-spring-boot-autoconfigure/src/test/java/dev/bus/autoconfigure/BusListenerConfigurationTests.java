package dev.bus.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.Header;

import dev.bus.BusErrorHandler;
import dev.bus.BusHeaders;
import dev.bus.Messenger;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.listener.BusListenerContainer;
import dev.bus.listener.BusListenerRegistry;
import dev.bus.listener.BusServe;
import dev.bus.listener.BusStream;
import dev.bus.template.BusTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link BusListenerConfiguration}.
 */
class BusListenerConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class, JacksonAutoConfiguration.class,
				LifecycleAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withBean("orders", Orders.class);

	@Test
	void annotatedMethodsReceiveAndAnswer() {
		this.contextRunner.run((context) -> {
			BusTemplate template = context.getBean(BusTemplate.class);
			template.publish("orders.placed", new Order("7"));
			assertThat(context.getBean(Orders.class).placed.poll(10, TimeUnit.SECONDS)).isEqualTo("orders.placed 7");
			assertThat(template.request("orders.get", new Order("8"), Order.class)).isEqualTo(new Order("8"));
		});
	}

	@Test
	void listenersAreKnownToTheRegistry() {
		this.contextRunner.run((context) -> assertThat(context.getBean(BusListenerRegistry.class).list())
			.extracting(BusListenerContainer::id)
			.containsExactlyInAnyOrder("orders.on", "orders.get"));
	}

	@Test
	void propertiesAreTheDefaultsOfListeners() {
		Messenger messenger = messenger();
		this.contextRunner.withBean(Messenger.class, () -> messenger)
			.withPropertyValues("bus.listener.stream.concurrency=3", "bus.listener.stream.buffer-size=100",
					"bus.listener.serve.concurrency=7")
			.run((context) -> {
				assertThat(streamOptions(messenger)).isEqualTo(new StreamOptions(null, 3, 100, null));
				ArgumentCaptor<ServeOptions> options = ArgumentCaptor.forClass(ServeOptions.class);
				then(messenger).should().serveAsync(anyString(), options.capture(), any());
				assertThat(options.getValue()).isEqualTo(new ServeOptions(null, 7));
			});
	}

	@Test
	void errorHandlerBeanIsThatOfListenersOnAUserMessenger() {
		Messenger messenger = messenger();
		BusErrorHandler errorHandler = mock(BusErrorHandler.class);
		this.contextRunner.withBean(Messenger.class, () -> messenger)
			.withBean(BusErrorHandler.class, () -> errorHandler)
			.run((context) -> assertThat(streamOptions(messenger).errorHandler()).isSameAs(errorHandler));
	}

	@Test
	void listenersStayStoppedWithoutAutoStartup() {
		this.contextRunner.withPropertyValues("bus.listener.auto-startup=false").run((context) -> {
			BusListenerRegistry registry = context.getBean(BusListenerRegistry.class);
			assertThat(registry.list()).hasSize(2).noneMatch(BusListenerContainer::isRunning);
			registry.start("orders.get");
			assertThat(context.getBean(BusTemplate.class).request("orders.get", new Order("8"), Order.class))
				.isEqualTo(new Order("8"));
		});
	}

	@Test
	void invalidPayloadIsRefusedByTheValidatorOfTheApplication() {
		this.contextRunner.run((context) -> assertThatExceptionOfType(RequestHandlerException.class)
			.isThrownBy(() -> context.getBean(BusTemplate.class).request("orders.get", new Order(" "), Order.class))
			.withMessageContaining("id must not be blank"));
	}

	@Test
	void withoutValidationNothingIsChecked() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.run((context) -> assertThat(
					context.getBean(BusTemplate.class).request("orders.get", new Order(" "), Order.class))
				.isEqualTo(new Order(" ")));
	}

	@Test
	void requesterIsNotToldTheTypeOfAReplyThatCannotBeConverted() {
		this.contextRunner.withBean("endless", Endless.class)
			.run((context) -> assertThatExceptionOfType(RequestHandlerException.class)
				.isThrownBy(() -> context.getBean(BusTemplate.class).request("endless", "", String.class))
				.withMessage("Reply cannot be converted"));
	}

	@Test
	void listenersNeedNoReactor() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.run(this::answers);
	}

	@Test
	void listenersNeedNoJackson() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("tools.jackson", "com.fasterxml"))
			.withBean("echo", Echo.class)
			.run((context) -> assertThat(context.getBean(BusTemplate.class).request("echo", "text", String.class))
				.isEqualTo("text"));
	}

	@Test
	void listenersWorkWhereBeansAreLazy() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("other", Other.class)
			.run((context) -> {
				answers(context);
				assertThat(context.getBeanFactory().containsSingleton("other")).isFalse();
			});
	}

	@Test
	void listenersHaveNineTenthsOfThePhaseToFinish() {
		Subscription subscription = subscription();
		Messenger messenger = messenger();
		given(messenger.stream(anyString(), any(StreamOptions.class), any())).willReturn(subscription);
		this.contextRunner.withBean(Messenger.class, () -> messenger)
			.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=10s")
			.run((context) -> context.getSourceApplicationContext().close());
		ArgumentCaptor<Duration> timeout = ArgumentCaptor.forClass(Duration.class);
		then(subscription).should().drain(timeout.capture());
		assertThat(timeout.getValue()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
	}

	@Test
	void listenersMayHaveNoTimeToFinish() {
		this.contextRunner.withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=0s").run(this::answers);
	}

	@Test
	void listenersSurvivePauseAndRestartOfTheContext() {
		this.contextRunner.run((context) -> {
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			BusListenerRegistry registry = context.getBean(BusListenerRegistry.class);
			registry.stop("orders.on");
			source.pause();
			assertThat(registry.list()).noneMatch(BusListenerContainer::isRunning);
			source.restart();
			answers(context);
			assertThat(registry.find("orders.on")).get().matches((listener) -> !listener.isRunning());
		});
	}

	@Test
	void userRegistryWins() {
		this.contextRunner
			.withBean("mine", BusListenerRegistry.class,
					() -> new BusListenerRegistry(messenger(), Duration.ofSeconds(1)))
			.run((context) -> assertThat(context).hasSingleBean(BusListenerRegistry.class).hasBean("mine"));
	}

	private void answers(AssertableApplicationContext context) {
		assertThat(context.getBean(BusTemplate.class).request("orders.get", new Order("8"), Order.class))
			.isEqualTo(new Order("8"));
	}

	private static StreamOptions streamOptions(Messenger messenger) {
		ArgumentCaptor<StreamOptions> options = ArgumentCaptor.forClass(StreamOptions.class);
		then(messenger).should().stream(anyString(), options.capture(), any());
		return options.getValue();
	}

	private static Messenger messenger() {
		Subscription subscription = subscription();
		Messenger messenger = mock(Messenger.class);
		given(messenger.stream(anyString(), any(StreamOptions.class), any())).willReturn(subscription);
		given(messenger.serveAsync(anyString(), any(ServeOptions.class), any())).willReturn(subscription);
		return messenger;
	}

	private static Subscription subscription() {
		Subscription subscription = mock(Subscription.class);
		given(subscription.isActive()).willReturn(true);
		given(subscription.drain(any())).willReturn(true);
		return subscription;
	}

	record Order(@NotBlank String id) {

	}

	static class Orders {

		final BlockingQueue<String> placed = new LinkedBlockingQueue<>();

		@BusStream("orders.placed")
		void on(Order order, @Header(BusHeaders.SUBJECT) String subject) {
			this.placed.add(subject + " " + order.id());
		}

		@BusServe("orders.get")
		Order get(@Valid Order order) {
			return order;
		}

	}

	static class Echo {

		@BusServe("echo")
		String echo(String text) {
			return text;
		}

	}

	static class Endless {

		@BusServe("endless")
		List<Object> endless() {
			List<Object> endless = new ArrayList<>();
			endless.add(endless);
			return endless;
		}

	}

	static class Other {

	}

}
