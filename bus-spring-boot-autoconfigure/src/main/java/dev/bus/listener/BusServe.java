package dev.bus.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.RequestHandlerException;
import dev.bus.ServeOptions;

/**
 * Lets a method answer the requests to a subject.
 * <p>
 * The method takes what a {@link BusStream @BusStream} method may take. What it returns
 * is the reply: any object that the converter knows, a {@code byte[]} or {@code String}
 * as it is, a {@link BusMessage} with its payload and headers; {@code void}, {@code null}
 * or an empty {@code Optional} is an empty reply. A {@code CompletionStage} or Reactor
 * {@code Mono} of such a value keeps no thread while it is pending. What the method
 * throws reaches the requester as {@link RequestHandlerException} with the message of the
 * exception.
 * <p>
 * The bean must be a singleton that is created at the start. All attributes may hold
 * <code>${...}</code> placeholders and <code>#{...}</code> expressions. The annotation
 * may annotate annotations of one's own.
 *
 * @since 0.1.0
 * @see Messenger#serve
 * @see BusListenerRegistry
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface BusServe {

	/**
	 * Alias for {@link #subject()}.
	 * @return the subject
	 */
	@AliasFor("subject")
	String value() default "";

	/**
	 * The subject to serve, which may hold the wildcards {@code *} (one token) and, at
	 * its end, {@code >} (one or more tokens). Each request goes to one of those who
	 * serve the same subject in all processes.
	 * @return the subject
	 */
	@AliasFor("value")
	String subject() default "";

	/**
	 * The name that service discovery shows.
	 * @return ASCII letters, digits, {@code -} and {@code _}; by default made from the
	 * subject
	 */
	String name() default "";

	/**
	 * How many requests are handled at once.
	 * @return a whole number from 1; by default what is configured for all served
	 * subjects, or {@value ServeOptions#DEFAULT_CONCURRENCY}
	 */
	String concurrency() default "";

	/**
	 * The id by which the {@link BusListenerRegistry} knows the listener, unique in the
	 * application.
	 * @return the id; by default the name of the bean, a dot and the name of the method,
	 * followed by {@code #2}, {@code #3} and so on where that is taken by the same bean
	 */
	String id() default "";

	/**
	 * Whether the listener starts with the application, or is left to be started by
	 * {@link BusListenerRegistry#start}.
	 * @return {@code true} or {@code false}; by default what is configured for all
	 * listeners, or {@code true}
	 */
	String autoStartup() default "";

}
