package dev.bus.benchmark.load;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * One thread that keeps many requests under way.
 *
 * @since 0.1.0
 */
public final class PipelinedRequests implements Trial {

	private final int underWay;

	private final RequesterFactory requesters;

	/**
	 * Create a trial.
	 * @param underWay how many requests are under way at most
	 * @param requesters creates the requester
	 */
	public PipelinedRequests(int underWay, RequesterFactory requesters) {
		this.underWay = underWay;
		this.requesters = requesters;
	}

	@Override
	public Result run(Timing timing) throws Exception {
		try (Requester requester = this.requesters.create()) {
			Replies replies = new Replies(new Semaphore(this.underWay));
			LoadThreads load = new LoadThreads();
			load.start(() -> send(requester, replies, load));
			double rate = timing.rate(replies.count::sum);
			long sent = load.stop();
			Waits.untilArrived(sent, replies.count::sum);
			replies.rethrowFailure();
			return Result.of(rate);
		}
	}

	private static long send(Requester requester, Replies replies, LoadThreads load) throws Exception {
		long sent = 0;
		while (!load.isStopped()) {
			replies.room.acquire();
			long number = sent;
			requester.requestAsync(Echo.payload(number), (reply, failure) -> replies.accept(number, reply, failure));
			sent++;
		}
		return sent;
	}

	private static final class Replies {

		private final Semaphore room;

		private final LongAdder count = new LongAdder();

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		Replies(Semaphore room) {
			this.room = room;
		}

		void accept(long number, byte @Nullable [] reply, @Nullable Throwable failure) {
			try {
				if (failure != null) {
					throw new BenchmarkException("Request " + number + " failed: " + failure, failure);
				}
				Echo.check(number, reply);
			}
			catch (BenchmarkException ex) {
				this.failure.compareAndSet(null, ex);
			}
			this.count.increment();
			this.room.release();
		}

		void rethrowFailure() {
			Throwable first = this.failure.get();
			if (first != null) {
				throw new BenchmarkException(String.valueOf(first.getMessage()), first);
			}
		}

	}

}
