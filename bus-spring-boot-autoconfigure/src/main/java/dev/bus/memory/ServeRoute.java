package dev.bus.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bus.support.ServeSubscription;

/**
 * Where the requests to one subject go: to one server of each pattern that matches.
 */
final class ServeRoute {

	private final Servers[] patterns;

	ServeRoute(List<MemoryServer> subscriptions) {
		Map<String, List<ServeSubscription>> byPattern = new LinkedHashMap<>();
		for (ServeSubscription subscription : subscriptions) {
			byPattern.computeIfAbsent(subscription.subject(), (pattern) -> new ArrayList<>()).add(subscription);
		}
		this.patterns = byPattern.values().stream().map(Servers::new).toArray(Servers[]::new);
	}

	/**
	 * Hand a request to the servers.
	 * @return whether one took it
	 */
	boolean deliver(PendingRequest request) {
		boolean taken = false;
		for (Servers servers : this.patterns) {
			taken |= servers.deliver(request);
		}
		return taken;
	}

	private static final class Servers {

		private final ServeSubscription[] servers;

		private final AtomicInteger turn = new AtomicInteger();

		Servers(List<ServeSubscription> servers) {
			this.servers = servers.toArray(new ServeSubscription[0]);
		}

		/**
		 * Hand over to the next in turn that has a free handler, else to the next that
		 * has room.
		 */
		boolean deliver(PendingRequest request) {
			if (this.servers.length == 1) {
				return this.servers[0].offer(request);
			}
			int first = Math.floorMod(this.turn.getAndIncrement(), this.servers.length);
			return deliver(request, first, true) || deliver(request, first, false);
		}

		private boolean deliver(PendingRequest request, int first, boolean onlyFree) {
			for (int i = 0; i < this.servers.length; i++) {
				ServeSubscription server = this.servers[(first + i) % this.servers.length];
				if ((!onlyFree || server.hasFreeHandler()) && server.offer(request)) {
					return true;
				}
			}
			return false;
		}

	}

}
