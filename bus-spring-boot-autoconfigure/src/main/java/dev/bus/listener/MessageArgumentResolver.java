package dev.bus.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageMethodArgumentResolver;

/**
 * Resolves a spring-messaging message, whose payload may be empty.
 */
final class MessageArgumentResolver extends MessageMethodArgumentResolver {

	MessageArgumentResolver(MessageConverter converter) {
		super(converter);
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload == null;
	}

}
