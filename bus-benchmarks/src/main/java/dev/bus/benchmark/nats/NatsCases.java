package dev.bus.benchmark.nats;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.bus.benchmark.boot.Application;
import dev.bus.benchmark.boot.ListenerChannel;
import dev.bus.benchmark.boot.MessageListener;
import dev.bus.benchmark.boot.SlowHandler;
import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.harness.Unit;
import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.FanOut;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.benchmark.load.MessengerRequester;
import dev.bus.benchmark.load.PayloadSizes;
import dev.bus.benchmark.load.PipelinedRequests;
import dev.bus.benchmark.load.Requester;
import dev.bus.benchmark.load.WaitingRequests;
import dev.bus.nats.NatsMessenger;

/**
 * Cases of the NATS engine.
 *
 * @since 0.1.0
 */
public final class NatsCases {

	private static final String OURS = "NatsMessenger";

	private static final String PEER = "jnats";

	private static final int WINDOW = 32 * 1024;

	private static final int UNDER_WAY = 256;

	// forks of the same code differ by a third
	private static final int PAIRS = 8;

	private NatsCases() {
	}

	/**
	 * Return all cases.
	 * @return the cases, in the order of the report
	 */
	public static List<Case> all() {
		return List.of(
				Case.of("nats-publish", Unit.MESSAGES_PER_SECOND, 0.9, publish(OURS, NatsCases::ours),
						publish(PEER, JnatsChannel::new))
					.withMinPairs(PAIRS),
				Case.of("nats-deliver", Unit.MESSAGES_PER_SECOND, 0.9, deliver(OURS, NatsCases::ours),
						deliver(PEER, JnatsChannel::new))
					.withMinPairs(PAIRS),
				Case.of("nats-request-1", Unit.REQUESTS_PER_SECOND, 0.9, waiting(1, OURS, NatsCases::requester),
						waiting(1, PEER, JnatsRequester::new))
					.withMinPairs(PAIRS),
				Case.of("nats-request-16", Unit.REQUESTS_PER_SECOND, 0.9, waiting(16, OURS, NatsCases::requester),
						waiting(16, PEER, JnatsRequester::new))
					.withMinPairs(PAIRS),
				Case.of("nats-request-async", Unit.REQUESTS_PER_SECOND, 0.85, pipelined(OURS, NatsCases::requester),
						pipelined(PEER, JnatsRequester::new))
					.withMinPairs(PAIRS),
				Case.of("nats-listener", Unit.MESSAGES_PER_SECOND, 0.9,
						deliver("@BusStream(BusMessage)", NatsCases::listener), deliver(PEER, JnatsChannel::new))
					.withMinPairs(PAIRS),
				Case.of("nats-served", Unit.REQUESTS_PER_SECOND, 8, waiting(16, "@BusServe", NatsCases::served),
						waiting(16, "jnats dispatcher", NatsCases::slowDispatcher)),
				Case.growth("growth-payload-nats", Unit.MEGABYTES_PER_SECOND, 1.0,
						PayloadSizes.sides((size) -> new NatsTrial(
								(server) -> PayloadSizes.trial(size, (subscribers) -> ours(server.url()))))));
	}

	private static Side publish(String name, UrlFunction<Channel> channels) {
		return side(name, (server) -> (timing) -> new NatsPublish(server, channels.apply(server.url())).run(timing));
	}

	private static Side deliver(String name, UrlFunction<Channel> channels) {
		return side(name, (server) -> new FanOut(1, 1, 64, WINDOW, (subscribers) -> channels.apply(server.url())));
	}

	private static Side waiting(int threads, String name, UrlFunction<Requester> requesters) {
		return side(name, (server) -> WaitingRequests.rate(threads, () -> requesters.apply(server.url())));
	}

	private static Side pipelined(String name, UrlFunction<Requester> requesters) {
		return side(name, (server) -> new PipelinedRequests(UNDER_WAY, () -> requesters.apply(server.url())));
	}

	private static Side side(String name, Function<NatsServer, Trial> trial) {
		return new Measured(name, () -> new NatsTrial(trial));
	}

	private static Channel ours(String url) {
		return new MessengerChannel(NatsMessenger.connect(url), NatsMessenger.connect(url));
	}

	private static Requester requester(String url) {
		return MessengerRequester.echo(NatsMessenger.connect(url), NatsMessenger.connect(url));
	}

	private static Channel listener(String url) {
		return new ListenerChannel(MessageListener::new, properties(url), (context) -> NatsMessenger.connect(url));
	}

	private static Requester served(String url) {
		return MessengerRequester.of(NatsMessenger.connect(url), Application.start(new SlowHandler(), properties(url)));
	}

	private static Requester slowDispatcher(String url) throws Exception {
		return new JnatsRequester(url, (request) -> TimeUnit.MILLISECONDS.sleep(SlowHandler.WORK_MILLIS));
	}

	private static Map<String, Object> properties(String url) {
		return Map.of("bus.backend", "nats", "bus.nats.servers", url);
	}

	@FunctionalInterface
	private interface UrlFunction<T> {

		T apply(String url) throws Exception;

	}

}
