package dev.bus.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * Threads that each send a request, wait for the reply, and send the next. The value is
 * the number of requests in a second, with {@code p50} and {@code p99} of their times in
 * microseconds as details.
 *
 * @since 0.1.0
 */
public final class WaitingRequests implements Trial {

	private final int threads;

	private final RequesterFactory requesters;

	/**
	 * Create a trial.
	 * @param threads how many threads send requests
	 * @param requesters creates the requester that all of them use
	 */
	public WaitingRequests(int threads, RequesterFactory requesters) {
		this.threads = threads;
		this.requesters = requesters;
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
			return Result.of(rate).with("p50", all.micros(0.5)).with("p99", all.micros(0.99));
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
