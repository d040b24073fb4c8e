package dev.bus.nats;

import java.util.List;
import java.util.function.Supplier;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.Statistics;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.Subscription;
import dev.bus.support.LossLog;
import dev.bus.support.MailboxSubscription;

/**
 * The parts of a messenger on NATS, put together, and their end in the right order.
 */
final class Engine implements NatsLink.Client {

	private static final Log logger = LogFactory.getLog(Engine.class);

	private final Settings settings;

	private final ClientThreads threads;

	private final PayloadLimit limit;

	private final Outgoing outgoing;

	private final NatsLink link;

	private final Intakes intakes;

	private final Subscriptions subscriptions;

	private final Requests requests;

	private final Replies replies;

	private final @Nullable ServiceDiscovery discovery;

	private final Inbox inbox;

	private final Inbox asyncInbox;

	private final LossLog deniedPublishes = new LossLog("Publishing to NATS",
			"the permissions of the server do not allow it; grant them in its configuration");

	private Engine(Settings settings, ClientThreads threads, @Nullable Connector connector, Options options,
			Statistics statistics) {
		this.settings = settings;
		this.threads = threads;
		this.limit = new PayloadLimit(settings.maxPayload());
		this.outgoing = new Outgoing(options.getReconnectBufferSize(), statistics);
		this.link = new NatsLink(threads, connector, this.outgoing, this);
		this.intakes = new Intakes(this.link, threads);
		this.subscriptions = new Subscriptions(this.intakes, settings, options.getInboxPrefix());
		this.requests = new Requests(settings.workers(), this.outgoing, options.getInboxPrefix());
		this.replies = new Replies(this.outgoing, this.requests, this.limit);
		this.discovery = (settings.service() != null)
				? new ServiceDiscovery(settings.service(), this.outgoing, this.intakes) : null;
		ReplyQueue replyQueue = this.requests.replyQueue();
		this.inbox = new Inbox(new Intake(this.intakes, List.of(replyQueue.pattern()), null,
				(connection, before) -> replyQueue.bind(connection)));
		this.asyncInbox = new Inbox(this.subscriptions.intake(this.requests.asyncPattern(), null, 0, this.requests));
	}

	/**
	 * Create an engine on a connection of the application.
	 */
	static Engine using(Connection connection, Settings settings) {
		Engine engine = new Engine(settings, new ClientThreads(), null, connection.getOptions(),
				connection.getStatistics());
		engine.link.use(connection);
		return engine;
	}

	/**
	 * Create an engine on connections of its own.
	 */
	static Engine connecting(Supplier<Options.Builder> options, boolean background, Settings settings) {
		ClientThreads threads = new ClientThreads();
		try {
			Connector connector = new Connector(options, threads);
			Engine engine = new Engine(settings, threads, connector, connector.options(), connector.statistics());
			if (background) {
				engine.link.connectInBackground(connector);
			}
			else {
				engine.link.connect(connector);
			}
			return engine;
		}
		catch (RuntimeException ex) {
			threads.shutdown();
			throw ex;
		}
	}

	PayloadLimit limit() {
		return this.limit;
	}

	Outgoing outgoing() {
		return this.outgoing;
	}

	NatsLink link() {
		return this.link;
	}

	Subscriptions subscriptions() {
		return this.subscriptions;
	}

	Requests requests() {
		return this.requests;
	}

	Replies replies() {
		return this.replies;
	}

	@Nullable ServiceDiscovery discovery() {
		return this.discovery;
	}

	long deniedPublishes() {
		return this.deniedPublishes.total();
	}

	/**
	 * Return where replies come in.
	 * @param async whether no thread waits for them
	 */
	Inbox inbox(boolean async) {
		return async ? this.asyncInbox : this.inbox;
	}

	@Override
	public void up(Connection connection) {
		this.limit.up(connection);
		this.intakes.bind(connection);
	}

	@Override
	public void down() {
		this.intakes.linkDown();
	}

	@Override
	public void slowConsumer() {
		this.intakes.reportDropped();
	}

	@Override
	public void sending() {
		this.requests.sendUnsent();
	}

	@Override
	public void denied(Denial denial) {
		if (denial.publish()) {
			this.deniedPublishes.lost(1);
			this.requests.denied(denial);
		}
		else {
			this.intakes.deny(denial);
		}
		logger.warn("NATS server does not permit this: " + denial.text());
	}

	/**
	 * Take in no more, and wait until nothing waits and nothing runs.
	 */
	boolean awaitQuiet(long deadline) {
		this.subscriptions.live().forEach(MailboxSubscription::stopIntake);
		for (MailboxSubscription subscription : this.subscriptions.live()) {
			if (!subscription.awaitDrained(deadline - System.nanoTime())) {
				return false;
			}
		}
		return true;
	}

	/**
	 * End everything: what was published is sent, and who still waits is told.
	 * @param quiet whether no listener or handler runs any more
	 */
	void close(boolean quiet, long deadline) {
		this.link.closing();
		if (!quiet) {
			this.settings.workers().interrupt();
		}
		// as a worker, since there is no time left to wait for calls that ignore
		// interrupts
		this.settings.workers().run(() -> this.subscriptions.live().forEach(Subscription::unsubscribe));
		this.replies.abort();
		boolean sent = this.link.roundTrip(Math.max(1, deadline - System.nanoTime()));
		if (sent) {
			this.requests.awaitEnd(deadline - System.nanoTime());
		}
		logUnsent();
		this.requests.abort();
		this.inbox.close();
		this.asyncInbox.close();
		this.subscriptions.close();
		this.link.close();
		this.settings.workers().shutdown();
		this.threads.shutdown();
	}

	private void logUnsent() {
		long unsent = this.outgoing.waiting();
		if (unsent > 0) {
			logger.error("Closed with " + unsent + " bytes of messages that were published and could not be sent: "
					+ "there is no connection to NATS, or it does not take them");
		}
	}

}
