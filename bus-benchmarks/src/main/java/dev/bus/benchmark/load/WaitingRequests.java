package dev.bus.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * Threads that each send a request, wait for the reply, and send the next. {@code p50}
 * and {@code p99} of the times in microseconds are details.
 *
 * @since 0.1.0
 */
public final class WaitingRequests implements Trial {

	private final int threads;

	private final RequesterFactory requesters;

	private final boolean time;

	private WaitingRequests(int threads, RequesterFactory requesters, boolean time) {
		this.threads = threads;
		this.requesters = requesters;
		this.time = time;
	}

	/**
	 * Create a trial of which the number of requests in a second counts.
	 * @param threads how many threads send requests
	 * @param requesters creates the requester that all of them use
	 * @return the trial
	 */
	public static WaitingRequests rate(int threads, RequesterFactory requesters) {
		return new WaitingRequests(threads, requesters, false);
	}

	/**
	 * Create a trial of which the median time of a request in microseconds counts.
	 * @param threads how many threads send requests
	 * @param requesters creates the requester that all of them use
	 * @return the trial
	 */
	public static WaitingRequests time(int threads, RequesterFactory requesters) {
		return new WaitingRequests(threads, requesters, true);
	}

	@Override
	public Result run(Timing timing) throws Exception {
		try (Requester requester = this.requesters.create()) {
			LoadThreads load = new LoadThreads();
			List<Client> clients = new ArrayList<>();
			for (int i = 0; i < this.threads; i++) {
				Client client = new Client(requester, load);
				clients.add(client);
				load.start(client::run);
			}
			double rate = timing.rate(() -> clients.stream().mapToLong((client) -> client.replies.get()).sum(),
					() -> clients.forEach((client) -> client.recording = true));
			load.stop();
			Histogram all = new Histogram();
			clients.forEach((client) -> all.add(client.histogram));
			Result times = all.result(0.5);
			return this.time ? times : new Result(rate, times.details());
		}
	}

	private static final class Client {

		private final Requester requester;

		private final LoadThreads load;

		private final AtomicLong replies = new AtomicLong();

		private final Histogram histogram = new Histogram();

		private volatile boolean recording;

		Client(Requester requester, LoadThreads load) {
			this.requester = requester;
			this.load = load;
		}

		long run() throws Exception {
			long number = 0;
			while (!this.load.isStopped()) {
				byte[] payload = Echo.payload(number);
				long begin = System.nanoTime();
				byte[] reply = this.requester.request(payload);
				if (this.recording) {
					this.histogram.record(System.nanoTime() - begin);
				}
				Echo.check(number, reply);
				number++;
				this.replies.lazySet(number);
			}
			return number;
		}

	}

}
