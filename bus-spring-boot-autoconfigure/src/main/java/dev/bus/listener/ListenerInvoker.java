package dev.bus.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.HandlerMethod;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.util.ReflectionUtils;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.template.BusMessageMapper;

/**
 * Calls a listener method. Parameters are those of the method of the target class, with
 * its annotations and generics, even if the call goes through a proxy of an interface.
 */
final class ListenerInvoker extends HandlerMethod {

	private final Class<?> targetClass;

	private final Method invocable;

	private final HandlerMethodArgumentResolver resolver;

	// for each parameter what it takes of a message as it is, null where it is resolved:
	// most need no spring-messaging message, which takes longer to make than all the rest
	private final List<@Nullable Function<BusMessage, Object>> parts = new ArrayList<>();

	/**
	 * Create an invoker.
	 * @param bean the bean, which may be a proxy
	 * @param method the method of the target class
	 * @param targetClass the class behind the bean
	 * @param resolver resolves all arguments but those of the API of the bus
	 * @throws IllegalStateException if the method cannot be called on the bean
	 */
	ListenerInvoker(Object bean, Method method, Class<?> targetClass, HandlerMethodArgumentResolver resolver) {
		super(bean, method);
		this.targetClass = targetClass;
		this.invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
		ReflectionUtils.makeAccessible(this.invocable);
		this.resolver = resolver;
		ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();
		for (MethodParameter parameter : getMethodParameters()) {
			parameter.initParameterNameDiscovery(names);
			this.parts.add(part(parameter));
		}
	}

	private static @Nullable Function<BusMessage, Object> part(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (type == BusMessage.class) {
			return (message) -> message;
		}
		if (type == BusHeaders.class) {
			return BusMessage::headers;
		}
		// with an annotation it may be a header, optional or to be validated
		boolean isPayload = type == byte[].class && parameter.getParameterAnnotations().length == 0
				&& !parameter.isOptional();
		return isPayload ? BusMessage::data : null;
	}

	@Nullable Object invoke(BusMessage message) throws Exception {
		@Nullable Object[] arguments = arguments(message);
		try {
			return this.invocable.invoke(getBean(), arguments);
		}
		catch (InvocationTargetException ex) {
			if (ex.getTargetException() instanceof Error error) {
				throw error;
			}
			throw (ex.getTargetException() instanceof Exception cause) ? cause : ex;
		}
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.targetClass;
	}

	private @Nullable Object[] arguments(BusMessage message) {
		MethodParameter[] parameters = getMethodParameters();
		@Nullable Object[] arguments = new Object[parameters.length];
		Message<byte[]> converted = null;
		for (int i = 0; i < parameters.length; i++) {
			Function<BusMessage, Object> part = this.parts.get(i);
			if (part != null) {
				arguments[i] = part.apply(message);
			}
			else {
				converted = (converted != null) ? converted : BusMessageMapper.toMessage(message);
				arguments[i] = resolve(parameters[i], converted, message);
			}
		}
		return arguments;
	}

	private @Nullable Object resolve(MethodParameter parameter, Message<byte[]> converted, BusMessage message) {
		try {
			return this.resolver.resolveArgument(parameter, converted);
		}
		catch (Exception ex) {
			throw InvalidMessageException.of(message, parameter, ex);
		}
	}

}
