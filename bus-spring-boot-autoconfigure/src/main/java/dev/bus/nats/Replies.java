package dev.bus.nats;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.support.ErrorReply;

/**
 * Sends the replies of handlers, and knows which are still to come.
 */
final class Replies {

	private static final Log logger = LogFactory.getLog(Replies.class);

	private final Outgoing outgoing;

	private final Requests requests;

	private final PayloadLimit limit;

	private final Set<NatsRequest> begun = ConcurrentHashMap.newKeySet();

	Replies(Outgoing outgoing, Requests requests, PayloadLimit limit) {
		this.outgoing = outgoing;
		this.requests = requests;
		this.limit = limit;
	}

	NatsRequest request(BusMessage message, @Nullable String replyTo) {
		return new NatsRequest(message, replyTo, this);
	}

	/**
	 * Note that a handler is given the request.
	 * @return {@code false} if its requester is known not to wait any more
	 */
	boolean begin(NatsRequest request, String replyTo) {
		if (!this.requests.begun(replyTo)) {
			return false;
		}
		this.begun.add(request);
		return true;
	}

	void send(NatsRequest request, String replyTo, BusMessage reply) {
		this.begun.remove(request);
		BusMessage answer = reply;
		if (reply.size() > this.limit.bytes()) {
			answer = ErrorReply.of(request.message(), ErrorReply.TOO_LARGE, "Reply has " + reply.size()
					+ " bytes, at most " + this.limit.bytes() + " are allowed: send less, or raise 'max_payload'");
		}
		try {
			this.outgoing.publish(replyTo, null, answer, true);
		}
		catch (BusException | IllegalArgumentException ex) {
			logger.warn("Could not send the reply to a request to '" + request.message().subject() + "'", ex);
		}
	}

	/**
	 * Answer all requests whose handlers did not end in time.
	 */
	void abort() {
		this.begun.forEach((request) -> request.reply(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
				"The messenger was closed before the handler had finished")));
	}

}
