package dev.bus.sample.console;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

import dev.bus.SubscriptionStats;
import dev.bus.listener.BusListenerContainer;

/**
 * A listener and its counts.
 *
 * @param id identifies the listener
 * @param subject the subject, which may hold wildcards
 * @param kind {@code stream} or {@code serve}
 * @param group the group whose members share the messages, {@code null} for none
 * @param delivered messages handled without an error
 * @param failed messages that ended in an error
 * @param dropped messages received and given up
 * @param missed messages gone before they could be received
 * @param pending messages received and not yet begun
 * @param inFlight messages begun and not yet finished
 * @param paused whether no messages are begun for now
 */
@JsonPropertyOrder({ "id", "subject", "kind", "group", "delivered", "failed", "dropped", "missed", "pending",
		"inFlight", "paused" })
record ListenerStatus(String id, String subject, String kind, @Nullable String group, long delivered, long failed,
		long dropped, long missed, long pending, long inFlight, boolean paused) {

	static ListenerStatus of(BusListenerContainer listener) {
		SubscriptionStats stats = listener.stats();
		return new ListenerStatus(listener.id(), listener.subject(), listener.kind().name().toLowerCase(Locale.ROOT),
				listener.group(), stats.delivered(), stats.failed(), stats.dropped(), stats.missed(), stats.pending(),
				stats.inFlight(), listener.isPaused());
	}

}
