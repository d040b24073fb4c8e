package dev.bus.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts all types from and to JSON, whatever content type anybody claims.
 */
final class JsonPayloadConverter extends JacksonJsonMessageConverter {

	JsonPayloadConverter(JsonMapper mapper) {
		super(mapper);
		setContentTypeResolver(null);
	}

	@Override
	protected boolean canConvertFrom(Message<?> message, @Nullable Class<?> targetClass) {
		return targetClass != null;
	}

	@Override
	protected boolean canConvertTo(Object payload, @Nullable MessageHeaders headers) {
		return true;
	}

}
