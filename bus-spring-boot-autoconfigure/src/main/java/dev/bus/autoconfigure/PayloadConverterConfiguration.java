package dev.bus.autoconfigure;

import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.messaging.converter.MessageConverter;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.template.PayloadConverter;

/**
 * Converts payloads by the qualified converters, and by JSON when Jackson is there.
 */
@Configuration(proxyBeanMethods = false)
class PayloadConverterConfiguration {

	/**
	 * With JSON for what no qualified converter converts.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class WithJacksonConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		PayloadConverter busPayloadConverter(@BusMessageConverter ObjectProvider<MessageConverter> converters,
				ObjectProvider<JsonMapper> mapper) {
			MessageConverter json = new JsonPayloadConverter(
					mapper.getIfAvailable(() -> JsonMapper.builder().findAndAddModules().build()));
			return new PayloadConverter(
					Stream.concat(converters.orderedStream(), Stream.of(json)).toArray(MessageConverter[]::new));
		}

	}

	/**
	 * With the qualified converters only.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
	static class WithoutJacksonConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		PayloadConverter busPayloadConverter(@BusMessageConverter ObjectProvider<MessageConverter> converters) {
			return new PayloadConverter(converters.orderedStream().toArray(MessageConverter[]::new));
		}

	}

}
