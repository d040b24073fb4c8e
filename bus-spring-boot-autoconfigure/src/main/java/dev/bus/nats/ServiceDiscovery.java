package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Message;
import io.nats.client.NUID;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.bus.BusException;
import dev.bus.BusHeaders;
import dev.bus.BusMessage;

/**
 * Answers the questions of NATS service discovery, while there are served subjects.
 */
final class ServiceDiscovery {

	private static final Log logger = LogFactory.getLog(ServiceDiscovery.class);

	private final ServiceDescription description;

	private final Outgoing outgoing;

	private final Intake intake;

	private final ReentrantLock lock = new ReentrantLock();

	private final List<NatsServer> servers = new CopyOnWriteArrayList<>();

	ServiceDiscovery(NatsService service, Outgoing outgoing, Intakes intakes) {
		this.description = new ServiceDescription(service, NUID.nextGlobal(), Instant.now());
		this.outgoing = outgoing;
		this.intake = new Intake(intakes, this.description.subjects(), null,
				(connection, before) -> new DispatcherBinding(connection, this.description.subjects(), this::answer));
	}

	void add(NatsServer server) {
		this.lock.lock();
		try {
			this.servers.add(server);
			if (this.servers.size() == 1) {
				open();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void remove(NatsServer server, boolean wait) {
		this.lock.lock();
		try {
			if (this.servers.remove(server) && this.servers.isEmpty()) {
				this.intake.close(wait);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void open() {
		try {
			this.intake.open();
		}
		catch (BusException ex) {
			logger.warn("Served subjects are not shown by service discovery: " + ex.getMessage());
		}
	}

	private void answer(Message question) {
		String replyTo = question.getReplyTo();
		if (replyTo == null) {
			return;
		}
		String answer = this.description.answer(verb(question.getSubject()), endpoints());
		BusMessage reply = BusMessage.received(question.getSubject(), answer.getBytes(StandardCharsets.UTF_8),
				BusHeaders.empty());
		try {
			this.outgoing.publish(replyTo, null, reply, false);
		}
		catch (BusException ex) {
			logger.debug("Could not answer service discovery", ex);
		}
	}

	private List<Endpoint> endpoints() {
		// without the lock: who closes the intake holds it and waits for this thread
		return this.servers.stream().map(NatsServer::endpoint).toList();
	}

	private static String verb(String subject) {
		return subject.split("\\.")[1].toLowerCase(Locale.ROOT);
	}

}
