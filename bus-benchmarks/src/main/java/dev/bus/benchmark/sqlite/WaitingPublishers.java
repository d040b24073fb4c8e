package dev.bus.benchmark.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.load.Histogram;
import dev.bus.benchmark.load.LoadThreads;
import dev.bus.benchmark.load.Publisher;

/**
 * Threads that each publish a message of 64 bytes and go on when it is committed.
 * {@code p50}, {@code p99} and {@code max} of the times in microseconds are details.
 */
final class WaitingPublishers implements Trial {

	private static final int PAYLOAD_SIZE = 64;

	private final int threads;

	private final BenchmarkFile file;

	private final Publisher publisher;

	private final long rowsBefore;

	private WaitingPublishers(int threads, BenchmarkFile file, Publisher publisher, long rowsBefore) {
		this.threads = threads;
		this.file = file;
		this.publisher = publisher;
		this.rowsBefore = rowsBefore;
	}

	/**
	 * Create a trial of which the number of messages in a second counts.
	 * @param threads how many threads publish
	 * @param file the file, to see that it holds everything
	 * @param publisher where to publish
	 */
	static WaitingPublishers on(int threads, BenchmarkFile file, Publisher publisher) {
		return new WaitingPublishers(threads, file, publisher, 0);
	}

	/**
	 * Create a trial on a file that holds rows already.
	 * @param rows how many
	 */
	WaitingPublishers beside(long rows) {
		return new WaitingPublishers(this.threads, this.file, this.publisher, rows);
	}

	/**
	 * Return a trial of which the longest time counts, in milliseconds.
	 */
	Trial worst() {
		return (timing) -> {
			Result result = run(timing);
			return new Result(result.details().getOrDefault("max", Double.NaN) / 1000, result.details());
		};
	}

	@Override
	public Result run(Timing timing) throws Exception {
		List<Client> clients = new ArrayList<>();
		double rate;
		long published;
		try (this.publisher) {
			LoadThreads load = new LoadThreads();
			for (int i = 0; i < this.threads; i++) {
				Client client = new Client(this.publisher, load);
				clients.add(client);
				load.start(client::run);
			}
			rate = timing.rate(() -> clients.stream().mapToLong((client) -> client.published.get()).sum(),
					() -> clients.forEach((client) -> client.recording = true));
			published = load.stop();
		}
		this.file.requireRows(this.rowsBefore + published);
		Histogram all = new Histogram();
		clients.forEach((client) -> all.add(client.histogram));
		return new Result(rate, all.result(0.5).details()).with("max", all.maxMicros());
	}

	private static final class Client {

		private final Publisher publisher;

		private final LoadThreads load;

		private final AtomicLong published = new AtomicLong();

		private final Histogram histogram = new Histogram();

		private volatile boolean recording;

		Client(Publisher publisher, LoadThreads load) {
			this.publisher = publisher;
			this.load = load;
		}

		long run() throws Exception {
			while (!this.load.isStopped()) {
				long begin = System.nanoTime();
				this.publisher.publish(new byte[PAYLOAD_SIZE]);
				if (this.recording) {
					this.histogram.record(System.nanoTime() - begin);
				}
				this.published.lazySet(this.published.getPlain() + 1);
			}
			return this.published.get();
		}

	}

}
