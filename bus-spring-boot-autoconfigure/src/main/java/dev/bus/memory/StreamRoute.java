package dev.bus.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bus.BusMessage;
import dev.bus.support.StreamSubscription;

/**
 * Where the messages of one subject go: to each subscription without group, and to one
 * member of each group.
 */
final class StreamRoute {

	private final StreamSubscription[] all;

	private final Group[] groups;

	StreamRoute(List<MemoryStream> subscriptions) {
		List<StreamSubscription> single = new ArrayList<>();
		Map<String, List<StreamSubscription>> grouped = new LinkedHashMap<>();
		for (StreamSubscription subscription : subscriptions) {
			String group = subscription.group();
			if (group == null) {
				single.add(subscription);
			}
			else {
				grouped.computeIfAbsent(group, (name) -> new ArrayList<>()).add(subscription);
			}
		}
		this.all = single.toArray(new StreamSubscription[0]);
		this.groups = grouped.values().stream().map(Group::new).toArray(Group[]::new);
	}

	void deliver(BusMessage message) {
		for (StreamSubscription subscription : this.all) {
			subscription.offerOrDrop(message);
		}
		for (Group group : this.groups) {
			group.deliver(message);
		}
	}

	private static final class Group {

		private final StreamSubscription[] members;

		private final AtomicInteger turn = new AtomicInteger();

		Group(List<StreamSubscription> members) {
			this.members = members.toArray(new StreamSubscription[0]);
		}

		/**
		 * Deliver to the next member in turn that has room.
		 */
		void deliver(BusMessage message) {
			int first = Math.floorMod(this.turn.getAndIncrement(), this.members.length);
			for (int i = 0; i < this.members.length; i++) {
				if (this.members[(first + i) % this.members.length].offer(message)) {
					return;
				}
			}
			this.members[first].drop();
		}

	}

}
