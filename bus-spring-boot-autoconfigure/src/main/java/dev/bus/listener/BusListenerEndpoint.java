package dev.bus.listener;

import org.jspecify.annotations.Nullable;

import dev.bus.Messenger;
import dev.bus.Subscription;

/**
 * Everything that makes a listener: an immutable description that the
 * {@link BusListenerRegistry} can be given at any time.
 *
 * @since 0.1.0
 */
public sealed interface BusListenerEndpoint permits ServeEndpoint, StreamEndpoint {

	/**
	 * Return the id, unique in a registry.
	 * @return the id
	 */
	String id();

	/**
	 * Return what the listener does with its messages.
	 * @return the kind
	 */
	BusListenerKind kind();

	/**
	 * Return the subject, which may hold wildcards.
	 * @return the subject
	 */
	String subject();

	/**
	 * Return the group whose members share the messages.
	 * @return the group of a stream, {@code null} for none; for a served subject the
	 * subject itself
	 */
	@Nullable String group();

	/**
	 * Return whether the listener starts with the application, or is left to be started
	 * by {@link BusListenerRegistry#start}.
	 * @return {@code true} to start
	 */
	boolean autoStartup();

	/**
	 * Subscribe to the subject.
	 * @param messenger where to subscribe
	 * @return the subscription
	 */
	Subscription subscribe(Messenger messenger);

}
