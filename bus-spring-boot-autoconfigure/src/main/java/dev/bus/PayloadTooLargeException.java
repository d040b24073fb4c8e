package dev.bus;

/**
 * Thrown when payload and headers of a message are larger than the engine carries.
 *
 * @since 0.1.0
 */
public class PayloadTooLargeException extends MessagePublishException {

	private final long size;

	private final long limit;

	/**
	 * Create an exception.
	 * @param size the size of payload and headers, in bytes
	 * @param limit the greatest size allowed, in bytes
	 */
	public PayloadTooLargeException(long size, long limit) {
		super("Payload and headers are " + size + " bytes, at most " + limit
				+ " are allowed: send less, or raise 'bus.max-payload' (and on NATS the server's 'max_payload')");
		this.size = size;
		this.limit = limit;
	}

	/**
	 * Return the size of payload and headers.
	 * @return the size in bytes
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Return the greatest size allowed.
	 * @return the limit in bytes
	 */
	public long limit() {
		return this.limit;
	}

}
