package dev.bus.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bus.Subject;
import dev.bus.support.MailboxSubscription;
import dev.bus.support.SubjectTree;

/**
 * The subscriptions of one messenger, and the routes to them.
 */
final class Subscriptions {

	private final SubjectTree<MemoryStream, StreamRoute> streams = new SubjectTree<>(Subject.INBOX_PREFIX,
			StreamRoute::new);

	private final SubjectTree<MemoryServer, ServeRoute> servers = new SubjectTree<>(Subject.INBOX_PREFIX,
			ServeRoute::new);

	private final Set<MailboxSubscription> live = ConcurrentHashMap.newKeySet();

	StreamRoute streams(String subject) {
		return this.streams.route(subject);
	}

	ServeRoute servers(String subject) {
		return this.servers.route(subject);
	}

	Set<MailboxSubscription> live() {
		return this.live;
	}

	void join(MemoryStream stream) {
		this.live.add(stream);
		this.streams.add(stream.subject(), stream);
	}

	void join(MemoryServer server) {
		this.live.add(server);
		this.servers.add(server.subject(), server);
	}

	void leave(MemoryStream stream) {
		this.streams.remove(stream.subject(), stream);
	}

	void leave(MemoryServer server) {
		this.servers.remove(server.subject(), server);
	}

	void ended(MailboxSubscription subscription) {
		this.live.remove(subscription);
	}

}
