package dev.bus.support;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.BusErrorHandler;
import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;

/**
 * A stream: gives the messages of its mailbox to a listener.
 *
 * @since 0.1.0
 */
public abstract class StreamSubscription extends MailboxSubscription {

	private static final Log logger = LogFactory.getLog(StreamSubscription.class);

	private final StreamListener listener;

	private final BusErrorHandler errorHandler;

	private final Mailbox<BusMessage> mailbox;

	/**
	 * Create a stream, which does not yet {@linkplain #join() take part}.
	 * @param subject the pattern
	 * @param options the options
	 * @param listener receives the messages
	 * @param errorHandler told of failures where the options have none
	 * @param workers the threads of the messenger
	 * @param closeTimeout how long {@link #unsubscribe()} waits for a running call
	 */
	protected StreamSubscription(String subject, StreamOptions options, StreamListener listener,
			BusErrorHandler errorHandler, Workers workers, Duration closeTimeout) {
		super(subject, options.group(), workers, closeTimeout,
				new LossLog(() -> "Stream of '" + subject + "'",
						() -> "its buffer of " + options.bufferSize()
								+ " messages is full because the listener is slower than the publishers; "
								+ "make it faster, or raise its concurrency or buffer size"));
		this.listener = listener;
		this.errorHandler = (options.errorHandler() != null) ? options.errorHandler() : errorHandler;
		Delivery delivery = new Delivery();
		this.mailbox = (options.concurrency() == 1) ? Mailbox.serial(options.bufferSize(), workers, delivery)
				: Mailbox.parallel(options.bufferSize(), options.concurrency(), workers, delivery);
	}

	/**
	 * The error handler where there is no other: logs the failure.
	 * @return the error handler
	 */
	public static BusErrorHandler loggingErrorHandler() {
		return (message, error, subscription) -> logger
			.error("Listener of '" + subscription.subject() + "' failed on " + message, error);
	}

	/**
	 * Have a message delivered.
	 * @param message the message
	 * @return {@code false} if there is no room
	 */
	public final boolean offer(BusMessage message) {
		return this.mailbox.offer(message);
	}

	/**
	 * Have a message delivered, or count it as dropped.
	 * @param message the message
	 */
	public final void offerOrDrop(BusMessage message) {
		if (!this.mailbox.offer(message)) {
			drop();
		}
	}

	/**
	 * Have a message delivered, by this thread if it may be at once, or count it as
	 * dropped.
	 * @param message the message
	 * @param here runs on this thread what is given to it
	 */
	public final void offerOrDrop(BusMessage message, Executor here) {
		if (!this.mailbox.offer(message, here)) {
			drop();
		}
	}

	/**
	 * Count a message as dropped.
	 */
	public final void drop() {
		if (isShut()) {
			losses().discarded(1);
		}
		else {
			losses().lost(1);
		}
	}

	/**
	 * Told after each message that was handled, before the next one is begun.
	 */
	protected void handled() {
	}

	/**
	 * Told when all messages that waited were handled.
	 */
	protected void emptied() {
	}

	@Override
	protected final Mailbox<BusMessage> mailbox() {
		return this.mailbox;
	}

	private void deliver(BusMessage message) {
		try {
			this.listener.onMessage(message);
			countDelivered();
		}
		catch (Throwable ex) {
			countFailed();
			handleError(message, ex);
		}
		// an interrupt that a listener leaves behind must not reach the next one
		Thread.interrupted();
		handled();
	}

	private void handleError(BusMessage message, Throwable error) {
		try {
			this.errorHandler.onError(message, error, this);
		}
		catch (Throwable ex) {
			ex.addSuppressed(error);
			logger.error("Error handler of '" + subject() + "' failed on " + message, ex);
		}
	}

	private final class Delivery implements Mailbox.Work<BusMessage> {

		@Override
		public int bytes(BusMessage message) {
			return message.size();
		}

		@Override
		public @Nullable Runnable process(BusMessage message) {
			deliver(message);
			return null;
		}

		@Override
		public void discarded(BusMessage message) {
			losses().discarded(1);
		}

		@Override
		public void emptied() {
			if (losses().isLosing() && arrived() == 0) {
				losses().recovered();
			}
			StreamSubscription.this.emptied();
		}

	}

}
