package dev.bus.nats;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.bus.Subject;
import dev.bus.support.Mailbox;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.Workers;

/**
 * The subscriptions of one messenger.
 */
final class Subscriptions {

	private final Intakes intakes;

	private final Workers workers;

	private final ReadWatch watch = new ReadWatch();

	private final long maxBytes;

	private final String inboxPrefix;

	private final Set<MailboxSubscription> live = ConcurrentHashMap.newKeySet();

	Subscriptions(Intakes intakes, Settings settings, String inboxPrefix) {
		this.intakes = intakes;
		this.workers = settings.workers();
		// the client library takes in a message as long as it is below the limit before
		this.maxBytes = Math.max(1, Mailbox.MAX_BYTES - settings.maxPayload());
		this.inboxPrefix = inboxPrefix;
	}

	/**
	 * Create what receives the messages of a pattern.
	 * @param pattern the pattern
	 * @param queue the queue group, or {@code null}
	 * @param limit how many messages may wait to be read, 0 for any number
	 * @param receiver receives the messages
	 */
	Intake intake(String pattern, @Nullable String queue, int limit, ReaderBinding.Receiver receiver) {
		return new Intake(this.intakes, List.of(pattern), queue, (connection, before) -> {
			io.nats.client.Subscription subscription = (queue != null) ? connection.subscribe(pattern, queue)
					: connection.subscribe(pattern);
			subscription.setPendingLimits(limit, (limit > 0) ? this.maxBytes : 0);
			return new ReaderBinding(subscription, receiver, this.workers, this.intakes.threads(), this.watch, before);
		});
	}

	/**
	 * Return whether a message is left out, since the pattern has a leading wildcard.
	 */
	boolean isLeftOut(String subject, String pattern) {
		return (pattern.startsWith("*") || pattern.startsWith(">")) && Subject.isReserved(subject, this.inboxPrefix);
	}

	/**
	 * End what looks after the readers.
	 */
	void close() {
		this.watch.close();
	}

	Set<MailboxSubscription> live() {
		return this.live;
	}

	void join(MailboxSubscription subscription) {
		this.live.add(subscription);
	}

	void ended(MailboxSubscription subscription) {
		this.live.remove(subscription);
	}

}
