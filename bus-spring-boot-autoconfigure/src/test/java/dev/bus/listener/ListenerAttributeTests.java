package dev.bus.listener;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.env.MapPropertySource;

import dev.bus.BusErrorHandler;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.template.PayloadConverter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for the attributes of {@link BusStream} and {@link BusServe}.
 */
class ListenerAttributeTests {

	private static final BusErrorHandler ERROR_HANDLER = (message, error, subscription) -> {
	};

	@Test
	void streamHasTheDefaultsOfTheApi() {
		assertThat(stream(new Object() {

			@BusStream("orders.*")
			void on(String text) {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.id()).isEqualTo("orders.on");
			assertThat(endpoint.kind()).isEqualTo(BusListenerKind.STREAM);
			assertThat(endpoint.subject()).isEqualTo("orders.*");
			assertThat(endpoint.group()).isNull();
			assertThat(endpoint.options()).isEqualTo(StreamOptions.defaults());
			assertThat(endpoint.autoStartup()).isTrue();
		});
	}

	@Test
	void serveHasTheDefaultsOfTheApi() {
		assertThat(serve(new Object() {

			@BusServe("orders.get")
			String get() {
				return "";
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.id()).isEqualTo("orders.get");
			assertThat(endpoint.kind()).isEqualTo(BusListenerKind.SERVE);
			assertThat(endpoint.subject()).isEqualTo("orders.get");
			assertThat(endpoint.group()).isEqualTo("orders.get");
			assertThat(endpoint.options()).isEqualTo(ServeOptions.defaults());
			assertThat(endpoint.autoStartup()).isTrue();
		});
	}

	@Test
	void configuredDefaultsHoldWhereAnnotationsSayNothing() {
		BusListenerDefaults defaults = new BusListenerDefaults(false,
				StreamOptions.defaults().withConcurrency(3).withBufferSize(10).withErrorHandler(ERROR_HANDLER),
				ServeOptions.defaults().withConcurrency(7));
		List<BusListenerEndpoint> endpoints = endpoints(Map.of(), defaults, new Object() {

			@BusStream("orders.*")
			void a() {
			}

			@BusServe("orders.get")
			void b() {
			}

			@BusStream(subject = "orders.*", concurrency = "5", autoStartup = "true")
			void c() {
			}

		});
		assertThat(endpoints).extracting(BusListenerEndpoint::autoStartup).containsExactly(false, false, true);
		assertThat(((StreamEndpoint) endpoints.get(0)).options()).isEqualTo(defaults.stream());
		assertThat(((ServeEndpoint) endpoints.get(1)).options()).isEqualTo(defaults.serve());
		assertThat(((StreamEndpoint) endpoints.get(2)).options()).isEqualTo(defaults.stream().withConcurrency(5));
	}

	@Test
	void attributesOfAStreamAreTaken() {
		assertThat(stream(new Object() {

			@BusStream(subject = "orders.>", group = "billing", concurrency = "4", bufferSize = "100", id = "billing",
					autoStartup = "false")
			void on(String text) {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.id()).isEqualTo("billing");
			assertThat(endpoint.subject()).isEqualTo("orders.>");
			assertThat(endpoint.group()).isEqualTo("billing");
			assertThat(endpoint.options()).isEqualTo(new StreamOptions("billing", 4, 100, null));
			assertThat(endpoint.autoStartup()).isFalse();
		});
	}

	@Test
	void attributesOfAServedSubjectAreTaken() {
		assertThat(serve(new Object() {

			@BusServe(subject = "orders.get", name = "order-service", concurrency = "4", id = "orders",
					autoStartup = "false")
			void get() {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.id()).isEqualTo("orders");
			assertThat(endpoint.options()).isEqualTo(new ServeOptions("order-service", 4));
			assertThat(endpoint.autoStartup()).isFalse();
		});
	}

	@Test
	void attributesOfAStreamMayHoldPlaceholders() {
		Map<String, Object> properties = Map.of("a.subject", "orders", "a.group", "billing", "a.concurrency", "4",
				"a.buffer", "100", "a.id", "b", "a.auto", "false");
		assertThat(stream(properties, new Object() {

			@BusStream(subject = "${a.subject}.*", group = "${a.group}", concurrency = "${a.concurrency}",
					bufferSize = "${a.buffer}", id = "x-${a.id}", autoStartup = "${a.auto}")
			void on() {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.subject()).isEqualTo("orders.*");
			assertThat(endpoint.options()).isEqualTo(new StreamOptions("billing", 4, 100, null));
			assertThat(endpoint.id()).isEqualTo("x-b");
			assertThat(endpoint.autoStartup()).isFalse();
		});
	}

	@Test
	void attributesOfAServedSubjectMayHoldExpressions() {
		assertThat(serve(new Object() {

			@BusServe(subject = "#{'orders' + '.get'}", name = "#{'a'.concat('b')}", concurrency = "#{2 * 3}",
					id = "#{'i' + 'd'}", autoStartup = "#{1 > 2}")
			void get() {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.subject()).isEqualTo("orders.get");
			assertThat(endpoint.options()).isEqualTo(new ServeOptions("ab", 6));
			assertThat(endpoint.id()).isEqualTo("id");
			assertThat(endpoint.autoStartup()).isFalse();
		});
	}

	@Test
	void expressionMayReferToABeanAndHoldAPlaceholder() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration
			.start(Map.of("prefix", "names", "suffix", "get"), NamedByBean.class)) {
			assertThat(context.getBean(BusListenerRegistry.class).list()).extracting(BusListenerContainer::subject)
				.containsExactly("names.get");
		}
	}

	@Test
	void emptyAttributesAreAsIfTheyWereNotThere() {
		assertThat(stream(Map.of("empty", " "), new Object() {

			@BusStream(subject = "orders.*", group = "${empty}", concurrency = "${none:}", bufferSize = "#{null}",
					id = "${empty}", autoStartup = "${none:}")
			void on() {
			}

		})).satisfies((endpoint) -> {
			assertThat(endpoint.id()).isEqualTo("orders.on");
			assertThat(endpoint.options()).isEqualTo(StreamOptions.defaults());
			assertThat(endpoint.autoStartup()).isTrue();
		});
	}

	@Test
	void repeatedStreamsAreNumbered() {
		assertThat(endpoints(Map.of(), BusListenerDefaults.defaults(), new Object() {

			@BusStream("a")
			@BusStream(subject = "b", id = "named")
			@BusStream("c")
			void on() {
			}

			@BusStream("d")
			void on(String text) {
			}

		})).extracting(BusListenerEndpoint::id, BusListenerEndpoint::subject)
			.containsExactly(tuple("orders.on", "a"), tuple("named", "b"), tuple("orders.on#2", "c"),
					tuple("orders.on#3", "d"));
	}

	@Test
	void annotationsMayBeComposed() {
		assertThat(endpoints(Map.of(), BusListenerDefaults.defaults(), new Object() {

			@OrderStream(topic = "placed")
			void stream() {
			}

			@OrderService("get")
			void serve() {
			}

			@TwoStreams
			void two() {
			}

		})).extracting(BusListenerEndpoint::id, BusListenerEndpoint::subject, BusListenerEndpoint::group)
			.containsExactly(tuple("orders.serve", "get", "get"), tuple("orders.stream", "placed", "orders"),
					tuple("orders.two", "a", null), tuple("orders.two#2", "b", null));
	}

	@Test
	void placeholderThatCannotBeResolvedIsRefused() {
		refuses(new Object() {

			@BusStream("${no.such.property}")
			void on() {
			}

		}, "has an attribute that cannot be resolved: subject = \"${no.such.property}\"",
				"give a default as in ${name:default}");
	}

	@Test
	void expressionThatFailsIsRefused() {
		refuses(new Object() {

			@BusServe(subject = "a", concurrency = "#{noSuchBean.size}")
			void on() {
			}

		}, "has an attribute that cannot be resolved: concurrency = \"#{noSuchBean.size}\"",
				"Define what it refers to");
	}

	@Test
	void missingSubjectIsRefused() {
		refuses(new Object() {

			@BusServe
			void on() {
			}

		}, "has no subject", "Name one, as in @BusServe(\"orders.placed\")");
	}

	@Test
	void badSubjectIsRefused() {
		refuses(new Object() {

			@BusStream("orders..placed")
			void on() {
			}

		}, "has a bad attribute: Invalid subject 'orders..placed': tokens between dots must not be empty",
				"Correct the annotation");
	}

	@Test
	void badGroupIsRefused() {
		refuses(new Object() {

			@BusStream(subject = "orders", group = "a b")
			void on() {
			}

		}, "has a bad attribute: Invalid group 'a b'", "Correct the annotation");
	}

	@Test
	void badNameIsRefused() {
		refuses(new Object() {

			@BusServe(subject = "orders", name = "a.b")
			void on() {
			}

		}, "has a bad attribute: Invalid name 'a.b'", "Correct the annotation");
	}

	@Test
	void numberThatIsNoneIsRefused() {
		refuses(new Object() {

			@BusStream(subject = "orders", concurrency = "many")
			void on() {
			}

		}, "has a bad attribute: concurrency = \"many\"", "Use a whole number from 1");
	}

	@Test
	void numberThatIsTooSmallIsRefused() {
		refuses(new Object() {

			@BusStream(subject = "orders", bufferSize = "0")
			void on() {
			}

		}, "has a bad attribute: Buffer size must be at least 1 message, but is 0", "Correct the annotation");
	}

	@Test
	void autoStartupThatIsNeitherTrueNorFalseIsRefused() {
		refuses(new Object() {

			@BusStream(subject = "orders", autoStartup = "yes")
			void on() {
			}

		}, "has a bad attribute: autoStartup = \"yes\"", "Use \"true\" or \"false\"");
	}

	@Test
	void subjectThatIsGivenTwiceIsRefused() {
		assertThatExceptionOfType(AnnotationConfigurationException.class).isThrownBy(() -> stream(new Object() {

			@BusStream(value = "a", subject = "b")
			void on() {
			}

		})).withMessageContaining("'subject'").withMessageContaining("[a]").withMessageContaining("[b]");
	}

	private static void refuses(Object bean, String problem, String action) {
		assertThatExceptionOfType(BusListenerConfigurationException.class)
			.isThrownBy(() -> endpoints(Map.of(), BusListenerDefaults.defaults(), bean))
			.withMessageContaining("method '" + bean.getClass().getName() + ".on()' of bean 'orders'")
			.satisfies((ex) -> {
				assertThat(ex.description()).contains(problem);
				assertThat(ex.action()).contains(action);
				assertThat(ex).hasMessage(ex.description() + ". " + ex.action() + ".");
			});
	}

	private static StreamEndpoint stream(Object bean) {
		return stream(Map.of(), bean);
	}

	private static StreamEndpoint stream(Map<String, Object> properties, Object bean) {
		return single(properties, bean, StreamEndpoint.class::cast);
	}

	private static ServeEndpoint serve(Object bean) {
		return single(Map.of(), bean, ServeEndpoint.class::cast);
	}

	private static <T> T single(Map<String, Object> properties, Object bean, Function<BusListenerEndpoint, T> cast) {
		List<BusListenerEndpoint> endpoints = endpoints(properties, BusListenerDefaults.defaults(), bean);
		assertThat(endpoints).hasSize(1);
		return cast.apply(endpoints.get(0));
	}

	private static List<BusListenerEndpoint> endpoints(Map<String, Object> properties, BusListenerDefaults defaults,
			Object bean) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
			context.refresh();
			BusListenerEndpointFactory factory = new BusListenerEndpointFactory(context.getBeanFactory(),
					new PayloadConverter(), null, defaults);
			List<BusListenerEndpoint> endpoints = new ArrayList<>();
			factory.register("orders", bean, endpoints::add);
			return endpoints;
		}
	}

	@BusStream(group = "orders")
	@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface OrderStream {

		@AliasFor(annotation = BusStream.class, attribute = "subject")
		String topic();

	}

	@BusServe
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface OrderService {

		@AliasFor(annotation = BusServe.class)
		String value();

	}

	@BusStream("a")
	@BusStream("b")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface TwoStreams {

	}

	static class NamedByBean {

		@BusServe("#{@environment.getProperty('prefix') + '.${suffix}'}")
		void get() {
		}

	}

}
