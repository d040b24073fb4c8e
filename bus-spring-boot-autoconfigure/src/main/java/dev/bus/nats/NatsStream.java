package dev.bus.nats;

import java.util.concurrent.Executor;

import io.nats.client.Message;

import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.support.StreamSubscription;

/**
 * A stream of the NATS engine. One with a concurrency of 1 is run by the thread that
 * reads, so that what waits for the listener waits to be read.
 */
final class NatsStream extends StreamSubscription implements ReaderBinding.Receiver {

	private final Subscriptions subscriptions;

	private final boolean serial;

	private final Intake intake;

	NatsStream(String subject, StreamOptions options, StreamListener listener, Settings settings,
			Subscriptions subscriptions) {
		super(subject, options, listener, settings.errorHandler(), settings.workers(), settings.closeTimeout());
		this.subscriptions = subscriptions;
		this.serial = options.concurrency() == 1;
		this.intake = subscriptions.intake(subject, options.group(), this.serial ? options.bufferSize() : 0, this);
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
		this.intake.reportDropped();
		return this.intake.waiting();
	}

	@Override
	protected void ended() {
		this.subscriptions.ended(this);
	}

	@Override
	public boolean isSerial() {
		return this.serial;
	}

	@Override
	public void receive(Message message, Executor here) {
		if (!this.subscriptions.isLeftOut(message.getSubject(), subject())) {
			offerOrDrop(BusMessage.received(message.getSubject(), message.getData(), NatsHeaders.fromNats(message)),
					here);
		}
	}

	@Override
	public void dropped(long count) {
		if (isActive()) {
			losses().lost(count);
		}
		else {
			losses().discarded(count);
		}
	}

}
