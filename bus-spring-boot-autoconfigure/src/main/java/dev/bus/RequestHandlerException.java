package dev.bus;

/**
 * Thrown when the handler of a request failed or could not be run; the message is the
 * text that the far side sent.
 *
 * @since 0.1.0
 */
public class RequestHandlerException extends RequestException {

	private final int code;

	/**
	 * Create an exception.
	 * @param message the text of the error reply
	 * @param code the code of the error reply
	 */
	public RequestHandlerException(String message, int code) {
		super(message, null);
		this.code = code;
	}

	/**
	 * Return the code of the error reply, which follows the numbers of HTTP.
	 * @return 500 if the handler failed, 503 if it was withdrawn before it began, 413 if
	 * its reply was too large, or what another service sent
	 */
	public int code() {
		return this.code;
	}

}
