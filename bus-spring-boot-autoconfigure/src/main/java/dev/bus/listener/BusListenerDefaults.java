package dev.bus.listener;

import org.springframework.util.Assert;

import dev.bus.ServeOptions;
import dev.bus.StreamOptions;

/**
 * What holds for annotated listeners where the annotation says nothing.
 *
 * @param autoStartup whether listeners start with the application
 * @param stream the options of streams, with the error handler of all of them
 * @param serve the options of served subjects
 * @since 0.1.0
 */
public record BusListenerDefaults(boolean autoStartup, StreamOptions stream, ServeOptions serve) {

	/**
	 * Create defaults.
	 * @throws IllegalArgumentException if an argument is {@code null}
	 */
	public BusListenerDefaults {
		Assert.notNull(stream, "Options of streams must not be null, use StreamOptions.defaults()");
		Assert.notNull(serve, "Options of served subjects must not be null, use ServeOptions.defaults()");
	}

	/**
	 * Return the defaults of the API.
	 * @return started with the application, and the default options of both kinds
	 */
	public static BusListenerDefaults defaults() {
		return new BusListenerDefaults(true, StreamOptions.defaults(), ServeOptions.defaults());
	}

}
