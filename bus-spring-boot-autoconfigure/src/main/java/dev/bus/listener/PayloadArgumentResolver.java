package dev.bus.listener;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Resolves the payload, which may be empty: that is a value of its own for text, bytes
 * and whatever a converter makes of it, and no value for a parameter that is optional.
 */
final class PayloadArgumentResolver extends PayloadMethodArgumentResolver {

	PayloadArgumentResolver(MessageConverter converter, @Nullable Validator validator) {
		super(converter, validator);
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		if (message.getPayload() instanceof byte[] data && data.length == 0 && isOptional(parameter)) {
			return (parameter.getParameterType() == Optional.class) ? Optional.empty() : null;
		}
		return super.resolveArgument(parameter, message);
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload == null;
	}

	private static boolean isOptional(MethodParameter parameter) {
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		return parameter.isOptional() || (annotation != null && !annotation.required());
	}

}
