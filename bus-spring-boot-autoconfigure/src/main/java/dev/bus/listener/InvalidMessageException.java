package dev.bus.listener;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.util.StringUtils;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

import dev.bus.BusException;
import dev.bus.BusMessage;

/**
 * Thrown for a message that does not fit the method it was sent to: its payload cannot be
 * converted or breaks a constraint, or a header is missing. Trying again will not help.
 * <p>
 * The message of the exception reaches the requester, so it tells what is wrong without
 * naming classes; the cause has the details.
 *
 * @since 0.1.0
 */
public class InvalidMessageException extends BusException {

	/**
	 * Create an exception.
	 * @param message what is wrong with the message
	 * @param cause what was reported
	 */
	public InvalidMessageException(String message, Throwable cause) {
		super(message, cause);
	}

	static InvalidMessageException of(BusMessage message, MethodParameter parameter, Exception cause) {
		return new InvalidMessageException(describe(message, parameter, cause), cause);
	}

	private static String describe(BusMessage message, MethodParameter parameter, Exception cause) {
		if (cause instanceof MethodArgumentNotValidException notValid && notValid.getBindingResult() != null) {
			return "Invalid payload: " + describe(notValid.getBindingResult());
		}
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header != null) {
			String name = StringUtils.hasText(header.name()) ? header.name() : parameter.getParameterName();
			return (cause instanceof MessageHandlingException) ? "Header '" + name + "' is missing"
					: "Value of header '" + name + "' cannot be converted";
		}
		return (message.data().length == 0) ? "Payload is empty, but one is needed"
				: "Payload of " + message.data().length + " bytes cannot be converted";
	}

	private static String describe(BindingResult result) {
		return result.getAllErrors()
			.stream()
			.map(InvalidMessageException::describe)
			.sorted()
			.collect(Collectors.joining("; "));
	}

	private static @Nullable String describe(ObjectError error) {
		return (error instanceof FieldError field) ? field.getField() + " " + field.getDefaultMessage()
				: error.getDefaultMessage();
	}

}
