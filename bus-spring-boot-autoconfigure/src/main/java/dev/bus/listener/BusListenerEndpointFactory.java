package dev.bus.listener;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusMessage;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.template.PayloadConverter;

/**
 * Makes endpoints of the annotated methods of beans.
 *
 * @since 0.1.0
 */
public final class BusListenerEndpointFactory {

	private static final Log logger = LogFactory.getLog(BusListenerEndpointFactory.class);

	private final EmbeddedValueResolver valueResolver;

	private final PayloadConverter converter;

	private final BusListenerDefaults defaults;

	private final HandlerMethodArgumentResolverComposite argumentResolvers;

	/**
	 * Create a factory.
	 * @param beanFactory resolves placeholders and expressions
	 * @param converter converts payloads and replies
	 * @param validator checks parameters with {@code @Valid}, or {@code null} for no
	 * check
	 * @param defaults what holds where an annotation says nothing
	 */
	public BusListenerEndpointFactory(ConfigurableBeanFactory beanFactory, PayloadConverter converter,
			@Nullable Validator validator, BusListenerDefaults defaults) {
		this.valueResolver = new EmbeddedValueResolver(beanFactory);
		this.converter = converter;
		this.defaults = defaults;
		MessageConverter messageConverter = converter.messageConverter();
		this.argumentResolvers = new HandlerMethodArgumentResolverComposite()
			.addResolver(new HeaderMethodArgumentResolver(new DefaultFormattingConversionService(), beanFactory))
			.addResolver(new HeadersMethodArgumentResolver())
			.addResolver(new MessageArgumentResolver(messageConverter))
			.addResolver(new PayloadArgumentResolver(messageConverter, validator));
	}

	/**
	 * Make the endpoints of a bean, one for each annotation.
	 * @param beanName the name of the bean
	 * @param bean the bean, which may be a proxy
	 * @param registry takes each endpoint, or throws an {@link IllegalArgumentException}
	 * if its id is taken
	 * @throws BusListenerConfigurationException if one cannot be made or is not taken
	 */
	void register(String beanName, Object bean, Consumer<BusListenerEndpoint> registry) {
		Class<?> targetClass = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		Map<String, Integer> defaultIds = new HashMap<>();
		for (AnnotatedListener listener : AnnotatedListener.of(targetClass)) {
			for (MergedAnnotation<?> annotation : listener.annotations()) {
				ListenerTarget target = new ListenerTarget(annotation.getType(), beanName, targetClass,
						listener.method());
				requireOneKind(target, listener);
				ListenerAttributes attributes = new ListenerAttributes(target, annotation, this.valueResolver);
				String id = attributes.text("id");
				BusListenerEndpoint endpoint = create(target, attributes,
						(id != null) ? id : defaultId(target, defaultIds), bean);
				register(target, endpoint, registry);
			}
		}
	}

	private void register(ListenerTarget target, BusListenerEndpoint endpoint, Consumer<BusListenerEndpoint> registry) {
		try {
			registry.accept(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw target.refuse("cannot be registered: " + ex.getMessage(), "Give it another id in the annotation", ex);
		}
	}

	private BusListenerEndpoint create(ListenerTarget target, ListenerAttributes attributes, String id, Object bean) {
		ListenerInvoker invoker = invoker(target, bean);
		String subject = attributes.text("subject");
		if (subject == null) {
			throw target.refuse("has no subject",
					"Name one, as in @" + target.annotation().getSimpleName() + "(\"orders.placed\")", null);
		}
		boolean autoStartup = attributes.flag("autoStartup", this.defaults.autoStartup());
		try {
			return (target.annotation() == BusStream.class)
					? new StreamEndpoint(id, subject, streamOptions(attributes), autoStartup,
							(message) -> AsyncResult.await(invoker.invoke(message)))
					: new ServeEndpoint(id, subject, serveOptions(attributes), autoStartup, handler(invoker));
		}
		catch (IllegalArgumentException ex) {
			throw target.refuse("has a bad attribute: " + ex.getMessage(),
					"Correct the annotation, or what it refers to", ex);
		}
	}

	private StreamOptions streamOptions(ListenerAttributes attributes) {
		StreamOptions options = this.defaults.stream();
		String group = attributes.text("group");
		return options.withGroup((group != null) ? group : options.group())
			.withConcurrency(attributes.number("concurrency", options.concurrency()))
			.withBufferSize(attributes.number("bufferSize", options.bufferSize()));
	}

	private ServeOptions serveOptions(ListenerAttributes attributes) {
		ServeOptions options = this.defaults.serve();
		String name = attributes.text("name");
		return options.withName((name != null) ? name : options.name())
			.withConcurrency(attributes.number("concurrency", options.concurrency()));
	}

	private AsyncRequestHandler handler(ListenerInvoker invoker) {
		MethodParameter returnType = invoker.getReturnType();
		return (request) -> {
			Object result = invoker.invoke(request);
			CompletableFuture<?> future = AsyncResult.of(result);
			return (future != null) ? future.thenApply((value) -> reply(request, value, returnType))
					: CompletableFuture.completedFuture(reply(request, result, returnType));
		};
	}

	private BusMessage reply(BusMessage request, @Nullable Object result, MethodParameter returnType) {
		Object payload = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		try {
			return this.converter.toReply(request, payload, returnType);
		}
		catch (MessageConversionException ex) {
			// its text names classes, and whatever is thrown here tells the requester its
			// text
			logger.warn("The reply to " + request + " cannot be converted", ex);
			throw new IllegalStateException("Reply cannot be converted", ex);
		}
	}

	private ListenerInvoker invoker(ListenerTarget target, Object bean) {
		ListenerInvoker invoker;
		try {
			invoker = new ListenerInvoker(bean, target.method(), target.targetClass(), this.argumentResolvers);
		}
		catch (IllegalStateException ex) {
			throw target.refuse("cannot be called on the proxy of the bean",
					"Make the method package-private, protected or public, and where the proxy is one of interfaces, "
							+ "declare the method in an interface or proxy the class",
					ex);
		}
		new ListenerSignature(target).check(invoker);
		return invoker;
	}

	private static void requireOneKind(ListenerTarget target, AnnotatedListener listener) {
		for (MergedAnnotation<?> annotation : listener.annotations()) {
			if (annotation.getType() != target.annotation()) {
				throw target.refuse("is a @" + annotation.getType().getSimpleName() + " method too",
						"Use a method of its own for each", null);
			}
		}
	}

	private static String defaultId(ListenerTarget target, Map<String, Integer> defaultIds) {
		String id = target.beanName() + "." + target.method().getName();
		int count = defaultIds.merge(id, 1, Integer::sum);
		return (count == 1) ? id : id + "#" + count;
	}

}
