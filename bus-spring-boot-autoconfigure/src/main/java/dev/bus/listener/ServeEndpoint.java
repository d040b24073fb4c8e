package dev.bus.listener;

import java.util.concurrent.CompletableFuture;

import org.springframework.util.Assert;

import dev.bus.AsyncRequestHandler;
import dev.bus.Messenger;
import dev.bus.RequestHandler;
import dev.bus.ServeOptions;
import dev.bus.Subject;
import dev.bus.Subscription;

/**
 * A listener that answers requests.
 *
 * @param id the id, unique in a registry
 * @param subject the subject, which may hold wildcards
 * @param options name and concurrency
 * @param autoStartup whether the listener starts with the application
 * @param handler answers the requests
 * @since 0.1.0
 */
public record ServeEndpoint(String id, String subject, ServeOptions options, boolean autoStartup,
		AsyncRequestHandler handler) implements BusListenerEndpoint {

	/**
	 * Create an endpoint.
	 * @throws IllegalArgumentException if the id is blank, the subject is not valid, or
	 * an argument is {@code null}
	 */
	public ServeEndpoint {
		Assert.hasText(id, "Id of a listener must not be blank");
		Subject.requirePattern(subject);
		Assert.notNull(options, "Options must not be null, use ServeOptions.defaults()");
		Assert.notNull(handler, "Handler must not be null");
	}

	/**
	 * Create an endpoint with default options that starts with the application.
	 * @param id the id, unique in a registry
	 * @param subject the subject, which may hold wildcards
	 * @param handler answers the requests
	 * @return the endpoint
	 */
	public static ServeEndpoint of(String id, String subject, RequestHandler handler) {
		Assert.notNull(handler, "Handler must not be null");
		return new ServeEndpoint(id, subject, ServeOptions.defaults(), true,
				(request) -> CompletableFuture.completedFuture(handler.handle(request)));
	}

	@Override
	public BusListenerKind kind() {
		return BusListenerKind.SERVE;
	}

	/**
	 * Return the subject, which is the group of those who serve it.
	 */
	@Override
	public String group() {
		return this.subject;
	}

	@Override
	public Subscription subscribe(Messenger messenger) {
		return messenger.serveAsync(this.subject, this.options,
				(request) -> CurrentListener.call(this, () -> this.handler.handle(request)));
	}

}
