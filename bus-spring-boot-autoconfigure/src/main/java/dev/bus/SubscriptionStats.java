package dev.bus;

/**
 * Counts of one subscription, since it began.
 *
 * @param delivered messages that the listener or handler has finished without an error
 * @param failed messages that ended in an error
 * @param dropped messages that were received and given up, because the buffer was full or
 * the subscription ended before they were begun
 * @param missed messages that were removed before they could be received; an upper bound
 * @param pending messages received and not yet begun
 * @param inFlight messages begun and not yet finished
 * @since 0.1.0
 */
public record SubscriptionStats(long delivered, long failed, long dropped, long missed, long pending, long inFlight) {

}
