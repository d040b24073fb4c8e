package dev.bus.benchmark.memory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Limit;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Unit;
import dev.bus.benchmark.load.ChannelFactory;
import dev.bus.benchmark.load.FanOut;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.benchmark.load.MessengerRequester;
import dev.bus.benchmark.load.OneWayLatency;
import dev.bus.benchmark.load.PayloadSizes;
import dev.bus.benchmark.load.PipelinedRequests;
import dev.bus.benchmark.load.RequesterFactory;
import dev.bus.benchmark.load.WaitingRequests;
import dev.bus.memory.InMemoryMessenger;

/**
 * Cases of the in-memory engine.
 *
 * @since 0.1.0
 */
public final class MemoryCases {

	private static final String OURS = "InMemoryMessenger";

	private static final int UNDER_WAY = 256;

	private static final int LATENCY_RATE = 5000;

	private static final int LATENCY_PAIRS = 8;

	private MemoryCases() {
	}

	/**
	 * Return all cases.
	 * @return the cases, in the order of the report
	 */
	public static List<Case> all() {
		return Stream.of(fanOut(), requests(), footprint()).flatMap(List::stream).toList();
	}

	private static List<Case> fanOut() {
		return List.of(fanOut("memory-1to1", 1, 1), fanOut("memory-1to8", 1, 8), fanOut("memory-4to1", 4, 1),
				raw("memory-1to1-raw", 1, 1), raw("memory-1to8-raw", 1, 8), raw("memory-4to1-raw", 4, 1),
				Case.of("memory-latency", Unit.MICROSECONDS, 0.8, latency(OURS, ours()),
						latency("Guava AsyncEventBus", GuavaChannel::new))
					.withMinPairs(LATENCY_PAIRS),
				Case.of("memory-subjects", Unit.MESSAGES_PER_SECOND, 0.5,
						subjects("1,000 wildcard subscriptions", 1000), subjects("one wildcard subscription", 1)));
	}

	private static List<Case> requests() {
		return List.of(
				Case.of("memory-request-1", Unit.REQUESTS_PER_SECOND, 1.4, waiting(1, OURS, requester()),
						waiting(1, "Vert.x", VertxRequester::new)),
				Case.of("memory-request-16", Unit.REQUESTS_PER_SECOND, 2.0, waiting(16, OURS, requester()),
						waiting(16, "Vert.x", VertxRequester::new)),
				Case.of("memory-request-async", Unit.REQUESTS_PER_SECOND, 1.4, pipelined(OURS, requester()),
						pipelined("Vert.x", VertxRequester::new)),
				Case.of("memory-request-handoff", Unit.REQUESTS_PER_SECOND, 0.8, waiting(16, OURS, requester()),
						waiting(16, "CompletableFuture on virtual threads", HandOffRequester::new)));
	}

	private static List<Case> footprint() {
		return List.of(
				Case.of("memory-allocation", Unit.BYTES, 1.0,
						new Measured("for each message", () -> JmhTrial.allocation(PublishBenchmark.class)),
						new Limit("limit", 64)),
				Case.of("memory-idle", Unit.BYTES, 1.0,
						new Measured("for each idle subscription", IdleSubscriptions::bytesEach),
						new Limit("limit", 2048)),
				Case.of("memory-100k", Unit.MEGABYTES, 1.0,
						new Measured("100,000 subscriptions", IdleSubscriptions::megabytes,
								List.of("-Xms256m", "-Xmx256m")),
						new Limit("heap", 256)),
				Case.growth("growth-subscriptions", Unit.NANOSECONDS, 1 / 1.5,
						Stream.of(0, 10, 1_000, 10_000, 100_000).map(MemoryCases::publishBeside).toList()),
				Case.growth("growth-payload-memory", Unit.MEGABYTES_PER_SECOND, 1.0,
						PayloadSizes.sides((size) -> PayloadSizes.trial(size, ours()))));
	}

	private static Case fanOut(String name, int publishers, int subscribers) {
		return Case.of(name, Unit.MESSAGES_PER_SECOND, 2.0, fanOut(OURS, publishers, subscribers, ours()),
				fanOut("Vert.x", publishers, subscribers, VertxChannel::new),
				fanOut("Guava AsyncEventBus", publishers, subscribers, GuavaChannel::new),
				fanOut("Spring events", publishers, subscribers, SpringEventsChannel::new));
	}

	private static Case raw(String name, int publishers, int subscribers) {
		return Case.of(name, Unit.MESSAGES_PER_SECOND, 0.7, fanOut(OURS, publishers, subscribers, ours()),
				fanOut("SubmissionPublisher", publishers, subscribers, SubmissionPublisherChannel::new));
	}

	private static Side fanOut(String name, int publishers, int subscribers, ChannelFactory channels) {
		return new Measured(name, () -> new FanOut(publishers, subscribers, channels));
	}

	private static Side latency(String name, ChannelFactory channels) {
		return new Measured(name, () -> new OneWayLatency(LATENCY_RATE, 0.99, channels));
	}

	private static Side subjects(String name, int subscriptions) {
		return new Measured(name, () -> new FanOut(1, 1, (subscribers) -> new SubjectsChannel(subscriptions)));
	}

	private static Side publishBeside(int subscriptions) {
		return new Measured(String.format(Locale.ROOT, "beside %,d subscriptions", subscriptions),
				() -> JmhTrial.time(PublishBenchmark.class, "otherSubscriptions", subscriptions));
	}

	private static Side waiting(int threads, String name, RequesterFactory requesters) {
		return new Measured(name, () -> WaitingRequests.rate(threads, requesters));
	}

	private static Side pipelined(String name, RequesterFactory requesters) {
		return new Measured(name, () -> new PipelinedRequests(UNDER_WAY, requesters));
	}

	private static ChannelFactory ours() {
		return (subscribers) -> new MessengerChannel(new InMemoryMessenger());
	}

	private static RequesterFactory requester() {
		return () -> {
			InMemoryMessenger messenger = new InMemoryMessenger();
			return MessengerRequester.echo(messenger, messenger);
		};
	}

}
