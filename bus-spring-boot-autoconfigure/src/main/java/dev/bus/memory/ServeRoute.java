package dev.bus.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

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
		List<Servers> patterns = new ArrayList<>();
		byPattern.forEach((pattern, servers) -> patterns.add(new Servers(pattern, servers)));
		this.patterns = patterns.toArray(new Servers[0]);
	}

	/**
	 * Hand a request to the servers.
	 * @return whether one took it
	 */
	boolean deliver(PendingRequest request, Subscriptions subscriptions) {
		boolean taken = false;
		for (Servers servers : this.patterns) {
			Servers current = servers;
			boolean offered = current.deliver(request);
			while (!offered && current != null && current.haveLeft()) {
				// others may have come since the route was made
				current = subscriptions.servers(request.message().subject()).servers(servers.pattern);
				offered = current != null && current.deliver(request);
			}
			taken |= offered;
		}
		return taken;
	}

	private @Nullable Servers servers(String pattern) {
		for (Servers servers : this.patterns) {
			if (servers.pattern.equals(pattern)) {
				return servers;
			}
		}
		return null;
	}

	private static final class Servers {

		private final String pattern;

		private final ServeSubscription[] servers;

		private final AtomicInteger turn = new AtomicInteger();

		Servers(String pattern, List<ServeSubscription> servers) {
			this.pattern = pattern;
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

		/**
		 * Return whether one of them has left since the route was made.
		 */
		boolean haveLeft() {
			for (ServeSubscription server : this.servers) {
				if (server.isShut()) {
					return true;
				}
			}
			return false;
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
