package dev.bus.sqlite;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

import dev.bus.AsyncRequestHandler;
import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.ServeOptions;
import dev.bus.support.ErrorReply;
import dev.bus.support.ServeSubscription;

/**
 * A served subject: claims requests from the file, and is handed those of its own
 * messenger, always at most as many as it has free workers.
 */
final class SqliteServer extends ServeSubscription {

	private static final Log logger = LogFactory.getLog(SqliteServer.class);

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final int UNREADABLE = 400;

	private final Core core;

	private final AtomicInteger free;

	private final Set<FileRequest> begun = ConcurrentHashMap.newKeySet();

	private volatile boolean claiming;

	// set while requests may wait that find no free worker
	private volatile boolean starved;

	private volatile boolean joined;

	private volatile boolean draining;

	private volatile boolean drained;

	private volatile long lastRow = Long.MAX_VALUE;

	SqliteServer(String subject, ServeOptions options, AsyncRequestHandler handler, Core core) {
		super(subject, options, handler, core.options().maxPayload(), core.workers(), core.options().closeTimeout());
		this.core = core;
		this.free = new AtomicInteger(options.concurrency());
	}

	@Override
	protected void join() {
		this.joined = true;
		this.core.begun(this);
		this.core.joinServer(this);
	}

	@Override
	protected void leave() {
		this.joined = false;
		this.core.leaveServer(this);
	}

	@Override
	protected void ended() {
		this.core.ended(this);
	}

	@Override
	protected void limitIntake() {
		this.draining = true;
		try {
			this.lastRow = this.core.requestQueue().lastRow();
			this.core.requestQueue().signal();
		}
		catch (DataAccessException ex) {
			logger.warn("Server of '" + subject()
					+ "' is drained without the requests in the bus database, which cannot be read", ex);
			leave();
		}
	}

	@Override
	protected boolean awaitIntake(long nanos) {
		try {
			return this.joined && this.core.requestQueue().awaitNone(this, nanos);
		}
		catch (DataAccessException ex) {
			logger.warn("Cannot read whether requests to '" + subject() + "' wait", ex);
			return false;
		}
	}

	/**
	 * Return whether this server claims requests.
	 */
	boolean competes() {
		return this.joined && !this.drained;
	}

	/**
	 * Return the row after which requests are not for this server any more.
	 */
	long lastRow() {
		return this.lastRow;
	}

	/**
	 * Return to which requests claims are limited.
	 * @return ids as a JSON array, {@code null} for all
	 */
	@Nullable String claimable() {
		return this.core.isClosing() ? this.core.replyInbox().waiting() : null;
	}

	/**
	 * Return the time of the wall clock, in milliseconds.
	 */
	long now() {
		return this.core.options().clock().millis();
	}

	/**
	 * Return whether a claim is under way.
	 */
	boolean isClaiming() {
		return this.claiming;
	}

	/**
	 * Note that all requests from before the drain are taken, so that nothing more is
	 * claimed.
	 */
	void drained() {
		this.drained = true;
	}

	boolean isDrained() {
		return this.drained;
	}

	/**
	 * Take a request of the same messenger, if a worker is free.
	 * @return {@code false} if the request has to go through the file
	 */
	boolean takeLocal(PendingRequest request) {
		if (!this.joined || this.draining || !reserve()) {
			return false;
		}
		request.handledBy(this);
		if (offer(request)) {
			return true;
		}
		release(1);
		return false;
	}

	private boolean reserve() {
		int current = this.free.get();
		while (current > 0) {
			if (this.free.compareAndSet(current, current - 1)) {
				return true;
			}
			current = this.free.get();
		}
		return false;
	}

	/**
	 * Return whether a claim could be made, and if not, have the queue read when it can.
	 */
	boolean mayClaim() {
		// set before looking: a worker that becomes free after that asks again
		this.starved = true;
		boolean may = competes() && this.free.get() > 0 && !this.claiming;
		if (may) {
			this.starved = false;
		}
		return may;
	}

	/**
	 * Claim requests of a subject for all free workers. Called by the dispatcher only.
	 * @return {@code false} if none is free or a claim is under way
	 */
	boolean claim(String subject) {
		if (!mayClaim()) {
			return false;
		}
		int reserved = this.free.getAndUpdate((free) -> Math.min(free, 0));
		if (reserved <= 0) {
			// a request of this messenger was faster
			return mayClaim() && claim(subject);
		}
		this.claiming = true;
		this.core.writer().submit(new RequestClaim(this, subject, reserved, this.core.options().busyTimeoutNanos()));
		return true;
	}

	/**
	 * Told of the outcome of a claim.
	 */
	void claimed(RequestClaim claim) {
		this.free.addAndGet(claim.limit() - claim.rows().size());
		for (RequestClaim.Row row : claim.rows()) {
			begin(claim.subject(), row);
		}
		this.claiming = false;
		if (this.starved || claim.rows().size() == claim.limit() || this.draining) {
			this.core.requestQueue().signal();
		}
	}

	private void begin(String subject, RequestClaim.Row row) {
		BusMessage message = this.core.unreadable().read(subject, row.data(), row.headers());
		BusMessage request = (message != null) ? message
				: BusMessage.received(subject, new byte[0], BusHeaders.empty());
		FileRequest begun = new FileRequest(row.id(), request, row.nanosLeft(now()), this);
		this.begun.add(begun);
		if (message == null) {
			refuse(begun, UNREADABLE, "The request has unreadable headers");
		}
		else if (!offer(begun)) {
			refuse(begun, ErrorReply.WITHDRAWN,
					"Server of '" + subject() + "' was stopped before it began this request: send it again");
		}
	}

	private void refuse(FileRequest request, int code, String text) {
		request.reply(ErrorReply.of(request.message(), code, text)).run();
	}

	/**
	 * Return whether the handler runs for a request of the file.
	 */
	boolean isAnswering(String id) {
		return this.begun.stream().anyMatch((request) -> request.id().equals(id));
	}

	/**
	 * Answer the requesters whose handlers do not end in time.
	 */
	void abort() {
		this.begun.forEach((request) -> request.answer(ErrorReply.of(request.message(), ErrorReply.WITHDRAWN,
				"The messenger was closed before the handler had finished")));
	}

	/**
	 * Told that a claim failed.
	 */
	void claimFailed(RequestClaim claim, Throwable failure) {
		logger.warn("Server of '" + subject() + "' could not claim requests and tries again", failure);
		release(claim.limit());
		this.claiming = false;
		this.core.deadlines().after(RETRY_NANOS, this.core.requestQueue()::signal);
	}

	/**
	 * Have the reply to a claimed request written.
	 */
	void writeReply(FileRequest request, BusMessage reply) {
		this.core.writer()
			.submit(new ReplyInsert(request.id(), reply, this.core.options().busyTimeoutNanos(),
					this.core.replyInbox()::signal));
	}

	/**
	 * Told when the worker that a request of the file had is free again.
	 */
	void finished(FileRequest request) {
		this.begun.remove(request);
		release(1);
	}

	/**
	 * Told when the worker that a request of this messenger had is free again.
	 */
	void finished() {
		release(1);
	}

	private void release(int workers) {
		this.free.addAndGet(workers);
		if (this.starved) {
			this.core.requestQueue().signal();
		}
	}

}
