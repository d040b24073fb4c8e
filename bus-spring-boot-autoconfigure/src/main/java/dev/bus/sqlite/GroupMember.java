package dev.bus.sqlite;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.StreamListener;
import dev.bus.StreamOptions;
import dev.bus.support.LossLog;
import dev.bus.support.StreamSubscription;

/**
 * A member of a group: what it is brought are candidates, of which it claims as many as
 * its listener can handle at once, one claim after the other.
 */
final class GroupMember extends StreamSubscription implements EventReceiver {

	private static final Log logger = LogFactory.getLog(GroupMember.class);

	private static final int MAX_CANDIDATES = 1024;

	private static final int MAX_CANDIDATES_OF_CLAIM = 256;

	private static final long MAX_BYTES = 8L * 1024 * 1024;

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final Core core;

	private final String group;

	private final int concurrency;

	private final LossLog missed;

	private final ReentrantLock lock = new ReentrantLock();

	// guarded by the lock
	private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();

	private long bytes;

	private int begun;

	private boolean claiming;

	private volatile @Nullable Cursor cursor;

	GroupMember(String subject, String group, StreamOptions options, StreamListener listener, Core core) {
		super(subject, options, listener, core.errorHandler(), core.workers(), core.options().closeTimeout());
		this.core = core;
		this.group = group;
		this.concurrency = options.concurrency();
		this.missed = Missed.log("Member of group '" + group + "' on '" + subject + "'");
	}

	@Override
	protected void join() {
		this.cursor = this.core.joinStream(this);
		this.core.begun(this);
	}

	@Override
	protected void leave() {
		Cursor left = this.cursor;
		this.cursor = null;
		if (left != null) {
			this.core.leaveStream(left);
		}
		this.lock.lock();
		try {
			this.candidates.clear();
			this.bytes = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	protected void ended() {
		this.missed.recovered();
		this.core.ended(this);
	}

	@Override
	protected void limitIntake() {
		Cursor limited = this.cursor;
		if (limited != null && !this.core.limitStream(limited)) {
			leave();
		}
	}

	@Override
	protected boolean awaitIntake(long nanos) {
		Cursor limited = this.cursor;
		long deadline = System.nanoTime() + nanos;
		return limited != null && this.core.router().awaitComplete(limited, nanos)
				&& this.core.dispatcher().await(this::hasClaimedAll, deadline - System.nanoTime());
	}

	/**
	 * Return whether all that was brought has been claimed, by whoever.
	 */
	boolean hasClaimedAll() {
		this.lock.lock();
		try {
			return this.candidates.isEmpty() && !this.claiming;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	protected void handled() {
		this.lock.lock();
		try {
			this.begun--;
			claim();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	protected long missed() {
		return this.missed.total();
	}

	/**
	 * Return whether this member takes part in the competition.
	 */
	boolean competes() {
		return this.cursor != null;
	}

	@Override
	public boolean take(long id, BusMessage message) {
		this.lock.lock();
		try {
			if (!this.candidates.isEmpty()
					&& (this.candidates.size() >= MAX_CANDIDATES || this.bytes + message.size() > MAX_BYTES)) {
				return false;
			}
			this.candidates.add(new Candidate(id, message));
			this.bytes += message.size();
			claim();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void missed(long count) {
		this.missed.lost(count);
	}

	@Override
	public long done(long position) {
		this.lock.lock();
		try {
			Candidate first = this.candidates.peek();
			return (first != null) ? first.id() - 1 : position;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Told of the outcome of a claim.
	 */
	void claimed(EventClaim claim) {
		List<Candidate> taken = claim.claimed();
		this.lock.lock();
		try {
			while (!this.candidates.isEmpty() && this.candidates.peek().id() <= claim.last()) {
				this.bytes -= this.candidates.remove().message().size();
			}
			this.begun += taken.size();
			taken.forEach((candidate) -> offerOrDrop(candidate.message()));
			this.claiming = false;
			claim();
		}
		finally {
			this.lock.unlock();
		}
		if (claim.removed() > 0) {
			missed(claim.removed());
		}
		else if (hasClaimedAll()) {
			this.missed.recovered();
		}
		told();
	}

	/**
	 * Told that a claim failed.
	 */
	void claimFailed(Throwable failure) {
		logger.warn(
				"Member of group '" + this.group + "' on '" + subject() + "' could not claim messages and tries again",
				failure);
		this.core.deadlines().after(RETRY_NANOS, () -> {
			this.lock.lock();
			try {
				this.claiming = false;
				claim();
			}
			finally {
				this.lock.unlock();
			}
			told();
		});
	}

	private void told() {
		Cursor current = this.cursor;
		if (current != null) {
			current.roomMade();
			if (!isActive()) {
				// a drain waits for the last claim
				this.core.router().signal();
			}
		}
	}

	/**
	 * Claim for free workers, if that is not under way; called with the lock held.
	 */
	private void claim() {
		int free = this.concurrency - this.begun;
		if (this.claiming || free <= 0 || this.candidates.isEmpty()) {
			return;
		}
		List<Candidate> first = this.candidates.stream().limit(MAX_CANDIDATES_OF_CLAIM).toList();
		this.claiming = true;
		this.core.writer()
			.submit(new EventClaim(this, this.group, first, free, this.core.options().busyTimeoutNanos()));
	}

	/**
	 * An event that nobody in the group may have claimed yet.
	 */
	record Candidate(long id, BusMessage message) {

	}

}
