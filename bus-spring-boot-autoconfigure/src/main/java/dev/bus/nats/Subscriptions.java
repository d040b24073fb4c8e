package dev.bus.nats;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.nats.client.MessageHandler;
import org.jspecify.annotations.Nullable;

import dev.bus.Subject;
import dev.bus.support.MailboxSubscription;

/**
 * The subscriptions of one messenger.
 */
final class Subscriptions {

	private final Intakes intakes;

	private final String inboxPrefix;

	private final Set<MailboxSubscription> live = ConcurrentHashMap.newKeySet();

	Subscriptions(Intakes intakes, String inboxPrefix) {
		this.intakes = intakes;
		this.inboxPrefix = inboxPrefix;
	}

	/**
	 * Create what receives the messages of a pattern, without those that a leading
	 * wildcard leaves out.
	 */
	Intake intake(String pattern, @Nullable String group, MessageHandler handler) {
		boolean leadingWildcard = pattern.startsWith("*") || pattern.startsWith(">");
		MessageHandler filtered = (message) -> {
			if (!Subject.isReserved(message.getSubject(), this.inboxPrefix)) {
				handler.onMessage(message);
			}
		};
		return new Intake(this.intakes, List.of(pattern), group, leadingWildcard ? filtered : handler);
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
