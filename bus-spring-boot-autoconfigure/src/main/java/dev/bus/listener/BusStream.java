package dev.bus.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.messaging.handler.annotation.Payload;

import dev.bus.BusErrorHandler;
import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;

/**
 * Lets a method receive the messages of a subject.
 * <p>
 * The method may take, in any order:
 * <ul>
 * <li>at most one payload, converted to the type of the parameter, which may carry
 * {@link Payload @Payload} and, where a validator is there, {@code @Valid}. A
 * {@code byte[]} gets the bytes and a {@code String} the text, whatever they hold. An
 * empty payload is {@code null} or {@code Optional.empty()} for a parameter that is an
 * {@code Optional}, {@code @Nullable} or {@code @Payload(required = false)}; otherwise a
 * {@code String} or {@code byte[]} is empty and any other type is left to the
 * converter;</li>
 * <li>headers as {@link Header @Header} (found ignoring case; the subject is
 * {@link BusHeaders#SUBJECT}), {@link Headers @Headers} or {@link BusHeaders};</li>
 * <li>the whole message as {@link BusMessage} or {@link Message}.</li>
 * </ul>
 * It returns nothing, or a {@code CompletionStage} or Reactor {@code Mono} that is waited
 * for: until it completes the message counts as begun, so that the order of messages and
 * a graceful stop hold. What it throws goes to the {@link BusErrorHandler}.
 * <p>
 * The bean must be a singleton that is created at the start. All attributes may hold
 * <code>${...}</code> placeholders and <code>#{...}</code> expressions. The annotation
 * may be repeated, and may annotate annotations of one's own.
 *
 * @since 0.1.0
 * @see Messenger#stream
 * @see BusListenerRegistry
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(BusStreams.class)
public @interface BusStream {

	/**
	 * Alias for {@link #subject()}.
	 * @return the subject
	 */
	@AliasFor("subject")
	String value() default "";

	/**
	 * The subject to receive, which may hold the wildcards {@code *} (one token) and, at
	 * its end, {@code >} (one or more tokens).
	 * @return the subject
	 */
	@AliasFor("value")
	String subject() default "";

	/**
	 * The group that shares the messages: each one goes to exactly one of the members in
	 * all processes. By default there is none and the method gets every message.
	 * @return the name of the group
	 */
	String group() default "";

	/**
	 * How many messages are handled at once; the order of messages is kept only with 1.
	 * @return a whole number from 1; by default what is configured for all streams, or 1
	 */
	String concurrency() default "";

	/**
	 * How many messages may wait to be handled.
	 * @return a whole number from 1; by default what is configured for all streams, or
	 * {@value StreamOptions#DEFAULT_BUFFER_SIZE}
	 */
	String bufferSize() default "";

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
