package dev.bus.autoconfigure;

import io.nats.client.Options;

/**
 * Callback for beans that wish to customize the options of NATS connections, after what
 * the properties say and before each connection that is made.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface NatsOptionsCustomizer {

	/**
	 * Customize the options.
	 * @param options the options to customize
	 */
	void customize(Options.Builder options);

}
