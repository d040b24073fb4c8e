package dev.bus.nats;

import java.util.concurrent.Executor;

import io.nats.client.Message;
import org.jspecify.annotations.Nullable;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusMessage;
import dev.bus.ServeOptions;
import dev.bus.support.ErrorReply;
import dev.bus.support.ServeSubscription;

/**
 * A served subject of the NATS engine.
 */
final class NatsServer extends ServeSubscription implements ReaderBinding.Receiver {

	private final Subscriptions subscriptions;

	private final Replies replies;

	private final @Nullable ServiceDiscovery discovery;

	private final Endpoint endpoint;

	private final Intake intake;

	NatsServer(String subject, ServeOptions options, AsyncRequestHandler handler, Settings settings,
			Subscriptions subscriptions, Replies replies, @Nullable ServiceDiscovery discovery) {
		super(subject, options, handler, settings.maxPayload(), settings.workers(), settings.closeTimeout());
		this.subscriptions = subscriptions;
		this.replies = replies;
		this.discovery = discovery;
		this.endpoint = new Endpoint(options.name(), subject);
		this.intake = subscriptions.intake(subject, subject, 0, this);
	}

	/**
	 * Return what service discovery tells of this server.
	 */
	Endpoint endpoint() {
		return this.endpoint;
	}

	/**
	 * Take part for the first time.
	 */
	void begin() {
		join();
		if (this.discovery != null) {
			this.discovery.add(this);
		}
	}

	@Override
	protected void join() {
		this.subscriptions.join(this);
		this.intake.open();
	}

	@Override
	protected void leave() {
		this.intake.close(!workers().isWorker());
	}

	@Override
	protected boolean awaitIntake(long nanos) {
		return this.intake.awaitEnd(nanos);
	}

	@Override
	protected long arrived() {
		return this.intake.waiting();
	}

	@Override
	protected void ended() {
		this.subscriptions.ended(this);
		if (this.discovery != null) {
			this.discovery.remove(this, !workers().isWorker());
		}
	}

	@Override
	protected void answered(long nanos, @Nullable String error) {
		this.endpoint.answered(nanos, error);
	}

	@Override
	public boolean isSerial() {
		return false;
	}

	@Override
	public void receive(Message message, Executor here) {
		if (this.subscriptions.isLeftOut(message.getSubject(), subject())) {
			return;
		}
		NatsRequest request = this.replies.request(
				BusMessage.received(message.getSubject(), message.getData(), NatsHeaders.fromNats(message)),
				message.getReplyTo());
		if (!offer(request, here)) {
			refuse(request);
		}
	}

	@Override
	public void dropped(long count) {
		losses().discarded(count);
	}

	private void refuse(NatsRequest request) {
		if (isActive()) {
			losses().lost(1);
		}
		else {
			losses().discarded(1);
			request.reply(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
					"Server of '" + subject() + "' was stopped before it began this request: send it again"));
		}
	}

}
