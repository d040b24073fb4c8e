package dev.bus.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Holds several {@link BusStream @BusStream} of one method; normally written as those.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
public @interface BusStreams {

	/**
	 * The annotations, each of which makes a listener of its own.
	 * @return the annotations
	 */
	BusStream[] value();

}
