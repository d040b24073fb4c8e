package dev.bus.nats;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.support.IncomingRequest;

/**
 * A request that came from the server, answered at most once.
 */
final class NatsRequest implements IncomingRequest {

	private final BusMessage message;

	private final @Nullable String replyTo;

	private final Replies replies;

	private final AtomicBoolean answered = new AtomicBoolean();

	NatsRequest(BusMessage message, @Nullable String replyTo, Replies replies) {
		this.message = message;
		this.replyTo = replyTo;
		this.replies = replies;
	}

	@Override
	public BusMessage message() {
		return this.message;
	}

	@Override
	public boolean isAbandoned() {
		return this.replyTo != null && !this.replies.begin(this, this.replyTo);
	}

	@Override
	public @Nullable Runnable reply(BusMessage reply) {
		// what was published instead of requested wants no reply
		if (this.replyTo != null && this.answered.compareAndSet(false, true)) {
			this.replies.send(this, this.replyTo, reply);
		}
		return null;
	}

}
