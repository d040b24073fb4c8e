package dev.bus.nats;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.nats.client.Message;
import io.nats.client.NUID;
import org.jspecify.annotations.Nullable;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.MessagePublishException;
import dev.bus.NoRespondersException;
import dev.bus.RequestCancelledException;
import dev.bus.RequestTimeoutException;
import dev.bus.support.ByteBudget;
import dev.bus.support.Deadline;
import dev.bus.support.Deadlines;
import dev.bus.support.Mailbox;
import dev.bus.support.Workers;

/**
 * The requests of one messenger that are under way. Replies find their request by the end
 * of their subject; those that threads wait for come in by a subscription of their own.
 */
final class Requests implements ReaderBinding.Receiver {

	private static final int NO_RESPONDERS = 503;

	private static final String ASYNC = "a.";

	private static final String WAITING = "w.";

	private final Workers workers;

	private final Outgoing outgoing;

	private final String inbox;

	private final ReplyQueue replyQueue;

	private final Map<String, PendingRequest> underWay = new ConcurrentHashMap<>();

	private final ReentrantLock unsentLock = new ReentrantLock();

	private final Set<PendingRequest> unsent = new LinkedHashSet<>();

	private final Mailbox<Completion> completions;

	private final Deadlines deadlines = new Deadlines("bus-nats-deadlines");

	private final ByteBudget budget = new ByteBudget(ByteBudget.DEFAULT_LIMIT);

	private final AtomicLong sequence = new AtomicLong(ThreadLocalRandom.current().nextLong());

	Requests(Workers workers, Outgoing outgoing, String inboxPrefix) {
		this.workers = workers;
		this.outgoing = outgoing;
		this.inbox = inboxPrefix + NUID.nextGlobal() + ".";
		this.replyQueue = new ReplyQueue(this.inbox + WAITING + "*", (reply) -> receive(reply, Runnable::run));
		this.completions = Mailbox.parallel(Integer.MAX_VALUE, Integer.MAX_VALUE, workers, new Completing());
	}

	/**
	 * Return the pattern of the subjects of replies that no thread waits for.
	 */
	String asyncPattern() {
		return this.inbox + ASYNC + "*";
	}

	/**
	 * Return where the other replies arrive.
	 */
	ReplyQueue replyQueue() {
		return this.replyQueue;
	}

	/**
	 * Note a request before it is sent, so that {@link #wake()} finds it.
	 */
	PendingRequest begin(BusMessage message, boolean async) {
		PendingRequest request = new PendingRequest(message, (async ? ASYNC : WAITING) + nextToken(), async,
				this.workers.isWorker());
		this.underWay.put(request.token(), request);
		return request;
	}

	/**
	 * Send a request now, or as soon as the link is up.
	 */
	void send(PendingRequest request) {
		if (transmit(request)) {
			return;
		}
		this.unsentLock.lock();
		try {
			this.unsent.add(request);
		}
		finally {
			this.unsentLock.unlock();
		}
		if (this.outgoing.isUp()) {
			sendUnsent();
		}
	}

	/**
	 * Send what waits for the link.
	 */
	void sendUnsent() {
		this.unsentLock.lock();
		try {
			Iterator<PendingRequest> waiting = this.unsent.iterator();
			boolean up = true;
			while (up && waiting.hasNext()) {
				up = retransmit(waiting.next());
				if (up) {
					waiting.remove();
				}
			}
		}
		finally {
			this.unsentLock.unlock();
		}
	}

	/**
	 * Wait for the reply to a request that was sent.
	 */
	BusMessage await(PendingRequest request, long timeoutNanos) {
		try {
			this.replyQueue.await(request, timeoutNanos);
			if (!request.isDone()) {
				throw timeout(request, timeoutNanos);
			}
			return request.future().get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RequestCancelledException("Interrupted while waiting for the reply to the request to '"
					+ request.message().subject() + "', which a handler may have run", ex);
		}
		catch (ExecutionException ex) {
			throw asBusException(ex);
		}
		finally {
			forget(request);
		}
	}

	/**
	 * Arrange for the end of an asynchronous request that was sent.
	 */
	CompletableFuture<BusMessage> watch(PendingRequest request, long timeoutNanos) {
		CompletableFuture<BusMessage> future = request.future();
		Deadline deadline = this.deadlines.after(timeoutNanos, () -> end(request, timeout(request, timeoutNanos)));
		int bytes = request.message().size();
		future.whenComplete((reply, ex) -> {
			deadline.cancel();
			this.budget.giveBack(bytes);
			forget(request);
		});
		return future;
	}

	/**
	 * Take the payload of an asynchronous request out of the budget.
	 * @throws MessagePublishException if too much is under way
	 */
	void reserve(BusMessage message) {
		MessagePublishException refused = this.budget.take(message.size());
		if (refused != null) {
			throw refused;
		}
	}

	void giveBack(BusMessage message) {
		this.budget.giveBack(message.size());
	}

	void forget(PendingRequest request) {
		this.underWay.remove(request.token());
		if (!request.isSent()) {
			this.unsentLock.lock();
			try {
				this.unsent.remove(request);
			}
			finally {
				this.unsentLock.unlock();
			}
		}
	}

	/**
	 * Note that a handler of this messenger is given a request.
	 * @return {@code false} if this messenger sent it and does not wait any more
	 */
	boolean begun(String replyTo) {
		if (!replyTo.startsWith(this.inbox)) {
			return true;
		}
		PendingRequest request = this.underWay.get(replyTo.substring(this.inbox.length()));
		if (request != null) {
			request.begin();
		}
		return request != null;
	}

	@Override
	public boolean isSerial() {
		return false;
	}

	@Override
	public void dropped(long count) {
		// who waits for such a reply learns of it by its deadline
	}

	@Override
	public void receive(Message reply, Executor here) {
		PendingRequest request = this.underWay.get(reply.getSubject().substring(this.inbox.length()));
		if (request == null) {
			return;
		}
		if (reply.isStatusMessage() && reply.getStatus().getCode() == NO_RESPONDERS) {
			end(request, new NoRespondersException(
					"No handler took the request to '" + request.message().subject() + "': none serves this subject"));
			return;
		}
		BusMessage message = BusMessage.received(request.message().subject(), reply.getData(),
				NatsHeaders.fromNats(reply));
		if (request.isAsync()) {
			end(new Completion(request, message, null), here);
		}
		else {
			// nothing depends on this future but the thread that waits
			request.complete(message);
		}
	}

	/**
	 * End the requests that the server does not permit.
	 */
	void denied(Denial denial) {
		this.underWay.values()
			.stream()
			.filter((request) -> request.message().subject().equals(denial.subject()))
			.forEach((request) -> end(request,
					new MessagePublishException("Request to '" + denial.subject() + "' was not accepted: "
							+ denial.text() + ". Grant the permission in the configuration of the NATS server")));
	}

	/**
	 * End the requests that others wait for and that no handler of this messenger has
	 * begun.
	 */
	void wake() {
		this.underWay.values()
			.stream()
			.filter((request) -> !request.isInternal())
			.forEach((request) -> end(request, closed()));
	}

	/**
	 * Wait until all requests have ended.
	 */
	void awaitEnd(long nanos) {
		CompletableFuture<?>[] futures = this.underWay.values()
			.stream()
			.map(PendingRequest::future)
			.toArray(CompletableFuture<?>[]::new);
		ClientThreads.await(CompletableFuture.allOf(futures).exceptionally((ex) -> null), nanos);
	}

	/**
	 * End all requests.
	 */
	void abort() {
		this.underWay.values().forEach((request) -> end(request, closed()));
		this.deadlines.shutdown();
	}

	static ConnectionClosedException closed() {
		return new ConnectionClosedException(
				"The NATS messenger was closed: it carries no further messages, create another one");
	}

	private boolean transmit(PendingRequest request) {
		request.sent(true);
		boolean sent = this.outgoing.publishIfUp(request.message().subject(), this.inbox + request.token(),
				request.message());
		if (!sent) {
			request.sent(false);
		}
		return sent;
	}

	private boolean retransmit(PendingRequest request) {
		try {
			return request.future().isDone() || transmit(request);
		}
		catch (BusException ex) {
			end(request, ex);
			return true;
		}
	}

	private void end(PendingRequest request, BusException failure) {
		if (request.isAsync()) {
			end(new Completion(request, null, failure), this.workers::execute);
		}
		else {
			request.fail(failure);
		}
	}

	private void end(Completion completion, Executor here) {
		if (!this.completions.offer(completion, here)) {
			this.workers.execute(completion::run);
		}
	}

	private String nextToken() {
		// scatters, so that who sees one token cannot tell another
		long x = this.sequence.incrementAndGet();
		x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
		x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
		return Long.toHexString(x ^ (x >>> 31));
	}

	private static RequestTimeoutException timeout(PendingRequest request, long timeoutNanos) {
		String subject = request.message().subject();
		long millis = Duration.ofNanos(timeoutNanos).toMillis();
		return request.isSent()
				? new RequestTimeoutException("No reply to the request to '" + subject + "' within " + millis
						+ " ms: a handler has it or is too busy to begin it, or only streams receive this subject")
				: new NoRespondersException("The request to '" + subject + "' was not sent: there was no connection "
						+ "to NATS within " + millis + " ms");
	}

	private static BusException asBusException(ExecutionException failure) {
		if (failure.getCause() instanceof BusException cause) {
			return cause;
		}
		throw new IllegalStateException("Requests end in no other way", failure);
	}

	private record Completion(PendingRequest request, @Nullable BusMessage reply, @Nullable BusException failure) {

		void run() {
			if (this.failure != null) {
				this.request.fail(this.failure);
			}
			else if (this.reply != null) {
				this.request.complete(this.reply);
			}
		}

	}

	private static final class Completing implements Mailbox.Work<Completion> {

		@Override
		public int bytes(Completion completion) {
			BusMessage reply = completion.reply;
			return (reply != null) ? reply.size() : 0;
		}

		@Override
		public @Nullable Runnable process(Completion completion) {
			completion.run();
			return null;
		}

		@Override
		public void discarded(Completion completion) {
			completion.run();
		}

	}

}
