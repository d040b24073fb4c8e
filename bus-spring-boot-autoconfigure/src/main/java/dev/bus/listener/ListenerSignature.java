package dev.bus.listener;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.StringUtils;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;

/**
 * Checks that a method can be called with a message and that somebody takes what it
 * returns.
 */
final class ListenerSignature {

	private static final List<Class<?>> HEADER_TYPES = List.of(BusHeaders.class, MessageHeaders.class,
			MessageHeaderAccessor.class);

	private final ListenerTarget target;

	ListenerSignature(ListenerTarget target) {
		this.target = target;
	}

	/**
	 * Check the method, its parameters and its return type.
	 * @param invoker knows them, with inherited annotations and resolved generics
	 * @throws BusListenerConfigurationException if the method is unusable
	 */
	void check(ListenerInvoker invoker) {
		if (Modifier.isStatic(this.target.method().getModifiers())) {
			throw this.target.refuse("is static", "Make it a method of the bean", null);
		}
		MethodParameter payload = null;
		for (MethodParameter parameter : invoker.getMethodParameters()) {
			checkAnnotations(parameter);
			if (takesPayload(parameter)) {
				if (payload != null) {
					throw this.target.refuse(
							"has two payload parameters, " + describe(payload) + " and " + describe(parameter),
							"Keep one; take headers with @Header or @Headers, or the whole message as BusMessage",
							null);
				}
				payload = parameter;
			}
		}
		checkReturnType(invoker.getReturnType().getParameterType());
	}

	private void checkAnnotations(MethodParameter parameter) {
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		if (payload != null && !payload.expression().isEmpty()) {
			throw this.target.refuse("has an expression in the @Payload of " + describe(parameter),
					"Take the whole payload and pick from it in the method", null);
		}
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null && !StringUtils.hasText(header.name()) && parameter.getParameterName() == null) {
			throw this.target.refuse("has a @Header without a name on " + describe(parameter),
					"Write the name into the annotation, or compile with '-parameters'", null);
		}
		if (parameter.hasParameterAnnotation(Headers.class) && !Map.class.isAssignableFrom(parameter.getParameterType())
				&& !isHeaders(parameter)) {
			throw this.target.refuse("has @Headers on " + describe(parameter),
					"Use it on a Map, or take BusHeaders or MessageHeaders", null);
		}
	}

	private void checkReturnType(Class<?> type) {
		if (type == void.class || type == Void.class || AsyncResult.isSupported(type)) {
			return;
		}
		if (this.target.annotation() == BusStream.class) {
			throw this.target.refuse("returns " + type.getName() + ", which nobody takes",
					"Return void, or a CompletionStage or Mono to be waited for; use @BusServe to answer requests",
					null);
		}
		if (ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
				|| Flow.Publisher.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)) {
			throw this.target.refuse("returns " + type.getName() + ", which cannot be made one reply",
					"Return the value itself, or a CompletionStage or Mono of it", null);
		}
	}

	private static boolean takesPayload(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return !parameter.hasParameterAnnotation(Header.class) && !parameter.hasParameterAnnotation(Headers.class)
				&& type != BusMessage.class && !Message.class.isAssignableFrom(type) && !isHeaders(parameter);
	}

	private static boolean isHeaders(MethodParameter parameter) {
		return HEADER_TYPES.stream().anyMatch((type) -> type.isAssignableFrom(parameter.getParameterType()));
	}

	private static String describe(MethodParameter parameter) {
		return "parameter " + (parameter.getParameterIndex() + 1) + " (" + parameter.getParameterType().getSimpleName()
				+ ")";
	}

}
