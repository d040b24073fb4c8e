package dev.bus.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the signatures that a listener method may have.
 */
class ListenerSignatureTests {

	private static AnnotationConfigApplicationContext context;

	@BeforeAll
	static void start() {
		context = BusListenerTestConfiguration.start();
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@Test
	void allParametersThatAreNoPayloadMayComeWithOne() {
		assertThat(endpoints(new Object() {

			@BusStream("a")
			void on(BusMessage message, BusHeaders headers, Message<?> springMessage, MessageHeaders messageHeaders,
					@Headers Map<String, Object> map, @Headers BusHeaders annotated, @Header String a,
					@Header("b") byte[] b, String payload) {
			}

		})).hasSize(1);
	}

	@Test
	void privateMethodOfAPlainBeanIsUsable() {
		assertThat(endpoints(new Object() {

			@BusStream("a")
			private void on() {
			}

		})).hasSize(1);
	}

	@Test
	void resultsThatAreWaitedForAreUsable() {
		assertThat(endpoints(new Object() {

			@BusStream("a")
			CompletableFuture<String> a() {
				return CompletableFuture.completedFuture("");
			}

			@BusStream("b")
			Mono<String> b() {
				return Mono.empty();
			}

			@BusStream("c")
			Void c() {
				return null;
			}

		})).hasSize(3);
	}

	@Test
	void twoPayloadParametersAreRefused() {
		refuses(new Object() {

			@BusStream("a")
			void on(String text, @Header("b") String header, Integer number) {
			}

		}, "@BusStream", "on(String, String, Integer)",
				"has two payload parameters, parameter 1 (String) and parameter 3 (Integer)", "@Header");
	}

	@Test
	void bytesBesideAPayloadAreRefused() {
		refuses(new Object() {

			@BusServe("a")
			void on(@Payload String text, byte[] bytes) {
			}

		}, "@BusServe", "on(String, byte[])",
				"has two payload parameters, parameter 1 (String) and parameter 2 (byte[])", "BusMessage");
	}

	@Test
	void expressionOfAPayloadIsRefused() {
		refuses(new Object() {

			@BusStream("a")
			void on(@Payload("item") String item) {
			}

		}, "@BusStream", "on(String)", "has an expression in the @Payload of parameter 1 (String)",
				"Take the whole payload");
	}

	@Test
	void headersOfAnotherTypeAreRefused() {
		refuses(new Object() {

			@BusStream("a")
			void on(@Headers List<String> headers) {
			}

		}, "@BusStream", "on(List)", "has @Headers on parameter 1 (List)", "Use it on a Map");
	}

	@Test
	void streamWithAResultIsRefused() {
		refuses(new Object() {

			@BusStream("a")
			String on() {
				return "";
			}

		}, "@BusStream", "on()", "returns java.lang.String, which nobody takes", "use @BusServe");
	}

	@Test
	void manyRepliesAreRefused() {
		refuses(new Object() {

			@BusServe("a")
			Flux<String> on() {
				return Flux.empty();
			}

		}, "@BusServe", "on()", "returns reactor.core.publisher.Flux, which cannot be made one reply", "Mono");
	}

	@Test
	void publisherOfTheJdkIsRefused() {
		refuses(new Object() {

			@BusServe("a")
			Flow.Publisher<String> on() {
				throw new IllegalStateException();
			}

		}, "@BusServe", "on()", "returns java.util.concurrent.Flow$Publisher", "Mono");
	}

	@Test
	void futureThatOnlyBlocksIsRefused() {
		refuses(new Object() {

			@BusServe("a")
			Future<String> on() {
				throw new IllegalStateException();
			}

		}, "@BusServe", "on()", "returns java.util.concurrent.Future", "CompletionStage");
	}

	@Test
	void staticMethodIsRefused() {
		refuses(new StaticMethod(), "@BusStream", "on()", "is static", "Make it a method of the bean");
	}

	@Test
	void methodThatStreamsAndServesIsRefused() {
		refuses(new Object() {

			@BusStream("a")
			@BusServe("b")
			void on() {
			}

		}, "@BusStream", "on()", "is a @BusServe method too", "Use a method of its own for each");
	}

	private static void refuses(Object bean, String annotation, String method, String problem, String action) {
		assertThatExceptionOfType(BusListenerConfigurationException.class).isThrownBy(() -> endpoints(bean))
			.satisfies((ex) -> {
				assertThat(ex.description()).startsWith(annotation + " method '" + bean.getClass().getName() + "."
						+ method + "' of bean 'orders' " + problem);
				assertThat(ex.action()).contains(action);
			});
	}

	private static List<BusListenerEndpoint> endpoints(Object bean) {
		List<BusListenerEndpoint> endpoints = new ArrayList<>();
		context.getBean(BusListenerEndpointFactory.class).register("orders", bean, endpoints::add);
		return endpoints;
	}

	static class StaticMethod {

		@BusStream("a")
		static void on() {
		}

	}

}
