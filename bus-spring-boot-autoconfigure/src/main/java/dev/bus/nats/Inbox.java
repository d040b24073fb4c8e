package dev.bus.nats;

import java.util.concurrent.locks.ReentrantLock;

import dev.bus.MessagePublishException;
import dev.bus.StreamSubscriptionException;

/**
 * Where replies come in: subscribed to at the first request.
 */
final class Inbox {

	private final Intake intake;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean open;

	Inbox(Intake intake) {
		this.intake = intake;
	}

	/**
	 * Subscribe, if not yet done.
	 * @throws MessagePublishException if the server does not permit it
	 */
	void open() {
		if (this.open) {
			return;
		}
		this.lock.lock();
		try {
			if (!this.open) {
				this.intake.open();
				this.open = true;
			}
		}
		catch (StreamSubscriptionException ex) {
			throw new MessagePublishException("Requests cannot be sent because replies could not be received", ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	void close() {
		this.intake.close(false);
	}

}
