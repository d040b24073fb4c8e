package dev.bus.sample;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import dev.bus.autoconfigure.BusProperties;
import dev.bus.autoconfigure.BusProperties.Backend;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the profiles of the sample application.
 */
class ProfileTests {

	@ParameterizedTest
	@CsvSource({ "default, IN_MEMORY", "sqlite, SQLITE", "nats, NATS" })
	void selectTheEngine(String profile, Backend backend) {
		new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.withUserConfiguration(PropertiesConfiguration.class)
			.withPropertyValues("spring.profiles.active=" + profile)
			.run((context) -> assertThat(context.getBean(BusProperties.class).getBackend()).isEqualTo(backend));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(BusProperties.class)
	static class PropertiesConfiguration {

	}

}
