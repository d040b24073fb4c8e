package dev.bus;

import java.nio.charset.StandardCharsets;

/**
 * An immutable message: a subject, headers and a payload of bytes.
 * <p>
 * {@code of} and {@code reply} copy the array that they are given. Engines do not copy:
 * one instance may reach many subscribers, so that the array that {@link #data()} returns
 * must be treated as read-only.
 *
 * @since 0.1.0
 */
public final class BusMessage {

	private final String subject;

	private final BusHeaders headers;

	private final byte[] data;

	private final boolean checked;

	private BusMessage(String subject, byte[] data, BusHeaders headers, boolean checked) {
		if (data == null) {
			throw new IllegalArgumentException("Payload must not be null, an empty one has no bytes");
		}
		if (headers == null) {
			throw new IllegalArgumentException("Headers must not be null, use BusHeaders.empty()");
		}
		this.subject = subject;
		this.data = data;
		this.headers = headers;
		this.checked = checked;
	}

	/**
	 * Create a message without headers.
	 * @param subject the subject, without wildcards
	 * @param data the payload, which is copied
	 * @return the message
	 * @throws IllegalArgumentException if the subject is not valid or an argument is
	 * {@code null}
	 */
	public static BusMessage of(String subject, byte[] data) {
		return of(subject, data, BusHeaders.empty());
	}

	/**
	 * Create a message without headers.
	 * @param subject the subject, without wildcards
	 * @param text the payload, encoded as UTF-8
	 * @return the message
	 * @throws IllegalArgumentException if the subject is not valid or an argument is
	 * {@code null}
	 */
	public static BusMessage of(String subject, String text) {
		return of(subject, text, BusHeaders.empty());
	}

	/**
	 * Create a message with headers.
	 * @param subject the subject, without wildcards
	 * @param data the payload, which is copied
	 * @param headers the headers
	 * @return the message
	 * @throws IllegalArgumentException if the subject is not valid or an argument is
	 * {@code null}
	 */
	public static BusMessage of(String subject, byte[] data, BusHeaders headers) {
		return new BusMessage(Subject.requireSubject(subject), copy(data), headers, true);
	}

	/**
	 * Create a message with headers.
	 * @param subject the subject, without wildcards
	 * @param text the payload, encoded as UTF-8
	 * @param headers the headers
	 * @return the message
	 * @throws IllegalArgumentException if the subject is not valid or an argument is
	 * {@code null}
	 */
	public static BusMessage of(String subject, String text, BusHeaders headers) {
		return new BusMessage(Subject.requireSubject(subject), encode(text), headers, true);
	}

	/**
	 * Create a message as it came from outside, not checked and not copied: meant for
	 * engines. It can be read; it is checked when it is sent on.
	 * @param subject the subject as it came
	 * @param data the payload, which must not be changed afterwards
	 * @param headers the headers
	 * @return the message
	 */
	public static BusMessage received(String subject, byte[] data, BusHeaders headers) {
		return new BusMessage(subject, data, headers, false);
	}

	/**
	 * Create a reply to this request, without headers.
	 * @param data the payload, which is copied
	 * @return the reply
	 */
	public BusMessage reply(byte[] data) {
		return reply(data, BusHeaders.empty());
	}

	/**
	 * Create a reply to this request, without headers.
	 * @param text the payload, encoded as UTF-8
	 * @return the reply
	 */
	public BusMessage reply(String text) {
		return reply(text, BusHeaders.empty());
	}

	/**
	 * Create a reply to this request, with headers.
	 * @param data the payload, which is copied
	 * @param headers the headers
	 * @return the reply
	 */
	public BusMessage reply(byte[] data, BusHeaders headers) {
		return new BusMessage(this.subject, copy(data), headers, this.checked);
	}

	/**
	 * Create a reply to this request, with headers.
	 * @param text the payload, encoded as UTF-8
	 * @param headers the headers
	 * @return the reply
	 */
	public BusMessage reply(String text, BusHeaders headers) {
		return new BusMessage(this.subject, encode(text), headers, this.checked);
	}

	/**
	 * Return the subject. That of a reply is the subject of its request, on every engine.
	 * @return the subject
	 */
	public String subject() {
		return this.subject;
	}

	/**
	 * Return the headers.
	 * @return the headers, empty if there are none
	 */
	public BusHeaders headers() {
		return this.headers;
	}

	/**
	 * Return the payload, to be treated as read-only.
	 * @return the bytes, of length 0 if the payload is empty
	 */
	public byte[] data() {
		return this.data;
	}

	/**
	 * Return the payload decoded as UTF-8.
	 * @return the text, in which malformed bytes are replaced
	 */
	public String text() {
		return new String(this.data, StandardCharsets.UTF_8);
	}

	/**
	 * Return the size that limits of payloads and buffers apply to: the payload plus the
	 * headers as NATS encodes them.
	 * @return the size in bytes
	 */
	public int size() {
		return this.data.length + this.headers.encodedLength();
	}

	/**
	 * Return this message if its subject and headers can be sent: meant for engines,
	 * which call it for every message that they are given to send.
	 * @return this message
	 * @throws IllegalArgumentException if subject or headers came from outside and break
	 * the rules of {@link Subject} or {@link BusHeaders}
	 */
	public BusMessage requireSendable() {
		if (!this.checked) {
			Subject.requireSubject(this.subject);
		}
		this.headers.requireSendable();
		return this;
	}

	private static byte[] copy(byte[] data) {
		if (data == null) {
			throw new IllegalArgumentException("Payload must not be null, an empty one has no bytes");
		}
		return data.clone();
	}

	private static byte[] encode(String text) {
		if (text == null) {
			throw new IllegalArgumentException("Payload must not be null, an empty one has no characters");
		}
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Describe this message without its payload and the values of its headers, which may
	 * be confidential.
	 */
	@Override
	public String toString() {
		return "BusMessage[subject=" + this.subject + ", headers=" + this.headers.names() + ", " + this.data.length
				+ " bytes]";
	}

}
