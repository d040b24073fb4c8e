package dev.bus.support;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.RequestHandlerException;

/**
 * The form in which the failure of a handler travels: a body that begins with
 * {@code error:} for readers of bodies, and headers for clients of NATS services.
 *
 * @since 0.1.0
 */
public final class ErrorReply {

	/**
	 * Name of the header with the text of the error.
	 */
	public static final String ERROR_HEADER = "Nats-Service-Error";

	/**
	 * Name of the header with the code of the error.
	 */
	public static final String CODE_HEADER = "Nats-Service-Error-Code";

	/**
	 * Code for a handler that failed.
	 */
	public static final int FAILED = 500;

	/**
	 * Code for a request that was received and will not be begun.
	 */
	public static final int WITHDRAWN = 503;

	/**
	 * Code for a reply that is larger than the engine carries.
	 */
	public static final int TOO_LARGE = 413;

	private static final String PREFIX = "error: ";

	private static final String UNKNOWN = "handler failed";

	private static final int MAX_HEADER_LENGTH = 512;

	private ErrorReply() {
	}

	/**
	 * Create the reply for a handler that failed.
	 * @param request the request
	 * @param failure what the handler threw
	 * @return the reply, with the message of the failure but neither its class nor its
	 * stack trace
	 */
	public static BusMessage of(BusMessage request, Throwable failure) {
		return of(request, FAILED, text(failure));
	}

	/**
	 * Create the reply for a request that has no answer.
	 * @param request the request
	 * @param code the code of the error
	 * @param text the text of the error
	 * @return the reply
	 */
	public static BusMessage of(BusMessage request, int code, String text) {
		BusHeaders headers = BusHeaders.of(ERROR_HEADER, headerValue(text)).with(CODE_HEADER, Integer.toString(code));
		return request.reply(PREFIX + text, headers);
	}

	/**
	 * Return the error that a reply carries.
	 * @param reply the reply
	 * @return what to throw, or {@code null} for an ordinary reply
	 */
	public static @Nullable RequestHandlerException read(BusMessage reply) {
		String header = (reply.headers().isEmpty()) ? null : reply.headers().first(ERROR_HEADER);
		if (header == null) {
			return null;
		}
		String text = reply.text();
		if (text.startsWith(PREFIX)) {
			text = text.substring(PREFIX.length());
		}
		return new RequestHandlerException(text.isEmpty() ? header : text, code(reply.headers().first(CODE_HEADER)));
	}

	/**
	 * Make a text fit for the value of a header.
	 * @param text any text
	 * @return the text with {@code '?'} for what is not printable ASCII, at most 512
	 * characters, without blanks at its ends
	 */
	public static String headerValue(String text) {
		StringBuilder result = new StringBuilder(Math.min(text.length(), MAX_HEADER_LENGTH));
		text.strip()
			.codePoints()
			.limit(MAX_HEADER_LENGTH)
			.forEach((c) -> result.append((c < ' ' || c > '~') ? '?' : (char) c));
		return result.toString().strip();
	}

	private static String text(Throwable failure) {
		Throwable cause = failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		boolean telling = !(cause instanceof Error || cause instanceof NullPointerException
				|| cause instanceof ClassCastException);
		String message = telling ? cause.getMessage() : null;
		return (message == null || message.isBlank()) ? UNKNOWN : message;
	}

	private static int code(@Nullable String header) {
		try {
			return (header != null) ? Integer.parseInt(header.strip()) : FAILED;
		}
		catch (NumberFormatException ex) {
			// another service may send anything; that it failed is certain
			return FAILED;
		}
	}

}
