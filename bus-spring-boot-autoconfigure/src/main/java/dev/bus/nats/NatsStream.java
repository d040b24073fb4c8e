package dev.bus.nats;

import io.nats.client.Message;

import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.support.StreamSubscription;

/**
 * A stream of the NATS engine.
 */
final class NatsStream extends StreamSubscription {

	private final Subscriptions subscriptions;

	private final Intake intake;

	NatsStream(String subject, StreamOptions options, StreamListener listener, Settings settings,
			Subscriptions subscriptions) {
		super(subject, options, listener, settings.errorHandler(), settings.workers(), settings.closeTimeout());
		this.subscriptions = subscriptions;
		this.intake = subscriptions.intake(subject, options.group(), this::receive);
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
	protected void ended() {
		this.subscriptions.ended(this);
	}

	private void receive(Message message) {
		offerOrDrop(BusMessage.received(message.getSubject(), message.getData(), NatsHeaders.fromNats(message)));
	}

}
