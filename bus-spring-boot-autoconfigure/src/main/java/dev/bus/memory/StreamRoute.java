package dev.bus.memory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

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
		List<Group> groups = new ArrayList<>();
		grouped.forEach((name, members) -> groups.add(new Group(name, members)));
		this.groups = groups.toArray(new Group[0]);
	}

	void deliver(BusMessage message, Subscriptions subscriptions) {
		for (StreamSubscription subscription : this.all) {
			subscription.offerOrDrop(message);
		}
		for (Group group : this.groups) {
			Group current = group;
			while (current != null && !current.deliver(message)) {
				// a member has left since the route was made, another may have come
				current = subscriptions.streams(message.subject()).group(group.name);
			}
		}
	}

	private @Nullable Group group(String name) {
		for (Group group : this.groups) {
			if (group.name.equals(name)) {
				return group;
			}
		}
		return null;
	}

	private static final class Group {

		private final String name;

		private final StreamSubscription[] members;

		private final AtomicInteger turn = new AtomicInteger();

		Group(String name, List<StreamSubscription> members) {
			this.name = name;
			this.members = members.toArray(new StreamSubscription[0]);
		}

		/**
		 * Deliver to the next member in turn that has room, or drop the message if none
		 * has.
		 * @return {@code false} if nothing was done because a member has left
		 */
		boolean deliver(BusMessage message) {
			int first = Math.floorMod(this.turn.getAndIncrement(), this.members.length);
			boolean left = false;
			for (int i = 0; i < this.members.length; i++) {
				StreamSubscription member = this.members[(first + i) % this.members.length];
				if (member.offer(message)) {
					return true;
				}
				left |= member.isShut();
			}
			if (!left) {
				this.members[first].drop();
			}
			return !left;
		}

	}

}
