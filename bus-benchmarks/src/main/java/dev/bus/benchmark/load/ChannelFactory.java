package dev.bus.benchmark.load;

/**
 * Creates channels.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChannelFactory {

	/**
	 * Create a channel.
	 * @param subscribers how many subscribers will be added
	 * @return the channel
	 * @throws Exception if it cannot be created
	 */
	Channel create(int subscribers) throws Exception;

}
