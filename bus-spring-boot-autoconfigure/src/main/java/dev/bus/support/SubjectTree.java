package dev.bus.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.bus.Subject;

/**
 * Finds the subscriptions whose patterns match a subject, without locks for who looks up.
 * <p>
 * What was found is turned into a route and kept until the next subscription or end of
 * one, for a bounded number of subjects. A route that is looked up after {@link #add} has
 * returned holds the new subscription.
 *
 * @param <T> the type of subscriptions
 * @param <R> the type of routes
 * @since 0.1.0
 */
public final class SubjectTree<T, R> {

	private static final int MAX_ROUTES = 32768;

	private final Function<List<T>, R> routeFactory;

	private final String inboxPrefix;

	private final Node<T> root = new Node<>();

	private final ReentrantLock changes = new ReentrantLock();

	private final Map<String, Cached<R>> routes = new ConcurrentHashMap<>();

	private volatile long version;

	/**
	 * Create an empty tree.
	 * @param inboxPrefix the prefix of subjects that leading wildcards leave out, besides
	 * {@code '$'}
	 * @param routeFactory makes a route of the subscriptions that match, in no particular
	 * order
	 */
	public SubjectTree(String inboxPrefix, Function<List<T>, R> routeFactory) {
		this.inboxPrefix = inboxPrefix;
		this.routeFactory = routeFactory;
	}

	/**
	 * Add a subscription.
	 * @param pattern a valid pattern
	 * @param subscription the subscription
	 */
	public void add(String pattern, T subscription) {
		this.changes.lock();
		try {
			Node<T> node = this.root;
			for (String token : pattern.split("\\.")) {
				node = node.child(token);
			}
			List<T> extended = new ArrayList<>(node.subscriptions);
			extended.add(subscription);
			node.subscriptions = extended;
			changed();
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Remove a subscription, if it is there.
	 * @param pattern the pattern that it was added with
	 * @param subscription the subscription
	 */
	public void remove(String pattern, T subscription) {
		this.changes.lock();
		try {
			remove(this.root, pattern.split("\\."), 0, subscription);
			changed();
		}
		finally {
			this.changes.unlock();
		}
	}

	/**
	 * Return the route of a subject.
	 * @param subject the subject of a message
	 * @return the route
	 */
	public R route(String subject) {
		Cached<R> cached = this.routes.get(subject);
		// the version is read before the tree, so that a change meanwhile makes it stale
		long current = this.version;
		return (cached != null && cached.version == current) ? cached.route : find(subject, current);
	}

	private R find(String subject, long current) {
		List<T> found = new ArrayList<>();
		boolean reserved = Subject.isReserved(subject, this.inboxPrefix);
		collect(this.root, subject, 0, !reserved, found);
		R route = this.routeFactory.apply(found);
		if (this.routes.size() >= MAX_ROUTES) {
			this.routes.clear();
		}
		this.routes.put(subject, new Cached<>(current, route));
		return route;
	}

	private static <T> void collect(Node<T> node, String subject, int start, boolean wildcards, List<T> found) {
		if (start > subject.length()) {
			found.addAll(node.subscriptions);
			return;
		}
		Map<String, Node<T>> children = node.children;
		if (children.isEmpty()) {
			return;
		}
		int dot = subject.indexOf('.', start);
		int end = (dot < 0) ? subject.length() : dot;
		Node<T> exact = children.get(subject.substring(start, end));
		if (exact != null) {
			collect(exact, subject, end + 1, true, found);
		}
		if (wildcards) {
			Node<T> any = children.get("*");
			if (any != null) {
				collect(any, subject, end + 1, true, found);
			}
			Node<T> rest = children.get(">");
			if (rest != null) {
				found.addAll(rest.subscriptions);
			}
		}
	}

	private static <T> void remove(Node<T> node, String[] tokens, int depth, T subscription) {
		if (depth == tokens.length) {
			List<T> reduced = new ArrayList<>(node.subscriptions);
			reduced.remove(subscription);
			node.subscriptions = reduced.isEmpty() ? Collections.emptyList() : reduced;
			return;
		}
		Node<T> child = node.children.get(tokens[depth]);
		if (child != null) {
			remove(child, tokens, depth + 1, subscription);
			if (child.subscriptions.isEmpty() && child.children.isEmpty()) {
				node.children.remove(tokens[depth]);
			}
		}
	}

	private void changed() {
		// only ever written under the lock
		this.version++;
	}

	private record Cached<R>(long version, R route) {
	}

	private static final class Node<T> {

		private volatile List<T> subscriptions = Collections.emptyList();

		private volatile Map<String, Node<T>> children = Collections.emptyMap();

		private Node<T> child(String token) {
			if (this.children.isEmpty()) {
				this.children = new ConcurrentHashMap<>(2);
			}
			Node<T> child = this.children.get(token);
			if (child == null) {
				child = new Node<>();
				this.children.put(token, child);
			}
			return child;
		}

	}

}
