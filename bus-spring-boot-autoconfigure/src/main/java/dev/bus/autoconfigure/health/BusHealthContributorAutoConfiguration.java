package dev.bus.autoconfigure.health;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusAutoConfiguration;
import dev.bus.listener.BusListenerRegistry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for {@link BusHealthIndicator}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BusAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Messenger.class)
@ConditionalOnEnabledHealthIndicator("bus")
public final class BusHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "busHealthIndicator", "busHealthContributor" })
	HealthContributor busHealthContributor(Messenger messenger, ObjectProvider<BusListenerRegistry> registry) {
		return new BusHealthIndicator(messenger, registry.getObject());
	}

}
