package dev.bus.support;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.bus.MessagePublishException;

/**
 * Bounds the payload of asynchronous calls that are under way.
 *
 * @since 0.1.0
 */
public final class ByteBudget {

	/**
	 * The limit where nothing else is said: 64 MB.
	 */
	public static final long DEFAULT_LIMIT = 64L * 1024 * 1024;

	private final long limit;

	private final AtomicLong used = new AtomicLong();

	/**
	 * Create a budget.
	 * @param limit how many bytes may be under way
	 */
	public ByteBudget(long limit) {
		this.limit = limit;
	}

	/**
	 * Take bytes out of the budget. One call is always let through, however large.
	 * @param bytes how many bytes
	 * @return {@code null} if they were taken, or what to report
	 */
	public @Nullable MessagePublishException take(long bytes) {
		long before = this.used.getAndAdd(bytes);
		if (before == 0 || before + bytes <= this.limit) {
			return null;
		}
		this.used.addAndGet(-bytes);
		return new MessagePublishException("Calls with " + before + " bytes of payload are under way and " + bytes
				+ " more exceed the limit of " + this.limit + ": wait for the futures of earlier calls");
	}

	/**
	 * Put bytes back into the budget.
	 * @param bytes how many bytes
	 */
	public void giveBack(long bytes) {
		this.used.addAndGet(-bytes);
	}

}
