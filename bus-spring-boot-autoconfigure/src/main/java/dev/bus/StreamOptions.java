package dev.bus;

import org.jspecify.annotations.Nullable;

/**
 * Options of a stream; immutable.
 *
 * @param group the name of a group, each message of which goes to exactly one member over
 * all processes; {@code null} for a subscription that gets every message. Printable ASCII
 * without blanks
 * @param concurrency how many messages are handled at once; the order of messages is kept
 * only with 1, the default
 * @param bufferSize how many messages may wait, besides a limit of 64 MB; 65,536 by
 * default. What happens when it is full is told by the engine
 * @param errorHandler told of messages that the listener failed to handle; {@code null}
 * for the messenger's own, which logs them
 * @since 0.1.0
 */
public record StreamOptions(@Nullable String group, int concurrency, int bufferSize,
		@Nullable BusErrorHandler errorHandler) {

	/**
	 * How many messages may wait, where nothing else is said.
	 */
	public static final int DEFAULT_BUFFER_SIZE = 65536;

	private static final StreamOptions DEFAULTS = new StreamOptions(null, 1, DEFAULT_BUFFER_SIZE, null);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if the group is not valid or a number is less than
	 * 1
	 */
	public StreamOptions {
		if (group != null) {
			requireGroup(group);
		}
		if (concurrency < 1) {
			throw new IllegalArgumentException("Concurrency must be at least 1, but is " + concurrency);
		}
		if (bufferSize < 1) {
			throw new IllegalArgumentException("Buffer size must be at least 1 message, but is " + bufferSize);
		}
	}

	/**
	 * Return the default options.
	 * @return no group, concurrency 1, a buffer of 65,536 messages
	 */
	public static StreamOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Return these options with another group.
	 * @param group the name of the group, or {@code null} for none
	 * @return new options
	 */
	public StreamOptions withGroup(@Nullable String group) {
		return new StreamOptions(group, this.concurrency, this.bufferSize, this.errorHandler);
	}

	/**
	 * Return these options with another concurrency.
	 * @param concurrency how many messages are handled at once, at least 1
	 * @return new options
	 */
	public StreamOptions withConcurrency(int concurrency) {
		return new StreamOptions(this.group, concurrency, this.bufferSize, this.errorHandler);
	}

	/**
	 * Return these options with another buffer size.
	 * @param bufferSize how many messages may wait, at least 1
	 * @return new options
	 */
	public StreamOptions withBufferSize(int bufferSize) {
		return new StreamOptions(this.group, this.concurrency, bufferSize, this.errorHandler);
	}

	/**
	 * Return these options with another error handler.
	 * @param errorHandler the error handler, or {@code null} for the messenger's own
	 * @return new options
	 */
	public StreamOptions withErrorHandler(@Nullable BusErrorHandler errorHandler) {
		return new StreamOptions(this.group, this.concurrency, this.bufferSize, errorHandler);
	}

	private static void requireGroup(String group) {
		boolean valid = !group.isEmpty() && group.length() <= Subject.MAX_LENGTH
				&& group.chars().allMatch((c) -> c > ' ' && c <= '~');
		if (!valid) {
			throw new IllegalArgumentException("Invalid group '" + group.replaceAll("[^ -~]", "?") + "': 1 to "
					+ Subject.MAX_LENGTH + " printable ASCII characters without blanks are allowed");
		}
	}

}
