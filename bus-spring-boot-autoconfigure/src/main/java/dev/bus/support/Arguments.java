package dev.bus.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.PayloadTooLargeException;

/**
 * Checks of what callers give to an engine.
 *
 * @since 0.1.0
 */
public final class Arguments {

	// far enough not to matter, near enough not to overflow when added to a clock
	private static final long MAX_NANOS = Long.MAX_VALUE / 4;

	private Arguments() {
	}

	/**
	 * Return the given argument if it is there.
	 * @param <T> the type of the argument
	 * @param value the argument
	 * @param name what it is called in the error text
	 * @return the argument
	 * @throws IllegalArgumentException if it is {@code null}
	 */
	public static <T> T notNull(@Nullable T value, String name) {
		if (value == null) {
			throw new IllegalArgumentException(name + " must not be null");
		}
		return value;
	}

	/**
	 * Return the given message if it can be sent.
	 * @param message the message
	 * @param maxPayload the greatest size of payload and headers, in bytes
	 * @return the message
	 * @throws IllegalArgumentException if it is {@code null} or breaks the rules of
	 * subjects and headers
	 * @throws PayloadTooLargeException if it is too large
	 */
	public static BusMessage sendable(@Nullable BusMessage message, long maxPayload) {
		BusMessage sendable = notNull(message, "Message").requireSendable();
		if (sendable.size() > maxPayload) {
			throw new PayloadTooLargeException(sendable.size(), maxPayload);
		}
		return sendable;
	}

	/**
	 * Return a timeout in nanoseconds, cut at about 73 years.
	 * @param timeout the timeout
	 * @return the nanoseconds
	 * @throws IllegalArgumentException if it is {@code null}, zero or less
	 */
	public static long timeoutNanos(@Nullable Duration timeout) {
		Duration checked = notNull(timeout, "Timeout");
		if (checked.isZero() || checked.isNegative()) {
			throw new IllegalArgumentException("Timeout must be more than zero, but is " + checked);
		}
		return (checked.getSeconds() >= MAX_NANOS / 1_000_000_000) ? MAX_NANOS : checked.toNanos();
	}

	/**
	 * Return a limit of payload and headers.
	 * @param bytes the limit in bytes
	 * @return the limit
	 * @throws IllegalArgumentException if it is less than 1 byte or more than 64 MB, what
	 * a mailbox holds
	 */
	public static long maxPayload(long bytes) {
		if (bytes < 1 || bytes > Mailbox.MAX_BYTES) {
			throw new IllegalArgumentException(
					"Max payload must be 1 to " + Mailbox.MAX_BYTES + " bytes, but is " + bytes);
		}
		return bytes;
	}

}
