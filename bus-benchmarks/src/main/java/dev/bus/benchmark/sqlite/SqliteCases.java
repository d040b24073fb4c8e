package dev.bus.benchmark.sqlite;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Side;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.harness.Unit;
import dev.bus.benchmark.load.FanOut;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.benchmark.load.MessengerRequester;
import dev.bus.benchmark.load.OneWayLatency;
import dev.bus.benchmark.load.PayloadSizes;
import dev.bus.benchmark.load.Publisher;
import dev.bus.benchmark.load.WaitingRequests;
import dev.bus.sqlite.SqliteMessenger;

/**
 * Cases of the SQLite engine.
 *
 * @since 0.1.0
 */
public final class SqliteCases {

	private static final String OURS = "SqliteMessenger";

	private static final String JDBC = "JDBC auto-commit";

	private static final String POOL = "JdbcTemplate over HikariCP";

	private static final int PER_SECOND = 100;

	private static final double P99_LIMIT_MICROS = 15_000;

	private static final int UNDER_WAY = 64;

	private SqliteCases() {
	}

	/**
	 * Return all cases.
	 * @return the cases, in the order of the report
	 */
	public static List<Case> all() {
		return Stream.concat(publishing().stream(), delivering().stream()).toList();
	}

	private static List<Case> publishing() {
		return List.of(
				Case.of("sqlite-publish-1", Unit.MESSAGES_PER_SECOND, 0.9, publish(1, OURS, SqliteCases::publisher),
						publish(1, JDBC, JdbcPublisher::new)),
				Case.of("sqlite-publish-8", Unit.MESSAGES_PER_SECOND, 3.5, publish(8, OURS, SqliteCases::publisher),
						publish(8, POOL, PooledPublisher::new)),
				Case.of("sqlite-publish-64", Unit.MESSAGES_PER_SECOND, 8, publish(64, OURS, SqliteCases::publisher),
						publish(64, POOL, PooledPublisher::new)),
				Case.of("sqlite-publish-async", Unit.MESSAGES_PER_SECOND, 12,
						side(OURS, (file) -> new PipelinedPublisher(UNDER_WAY, file, SqliteMessengers.create(file))),
						publish(1, JDBC, JdbcPublisher::new)),
				Case.of("sqlite-publish-worst", Unit.MILLISECONDS, 10, worst(OURS, SqliteCases::publisher),
						worst(POOL, PooledPublisher::new)),
				Case.growth("growth-events", Unit.MESSAGES_PER_SECOND, 1 / 1.5,
						Stream.of(1_000, 100_000, 10_000_000).map(SqliteCases::publishBeside).toList()),
				Case.growth("growth-payload-sqlite", Unit.MEGABYTES_PER_SECOND, 1.0,
						PayloadSizes.sides((size) -> new FileTrial((file) -> PayloadSizes.trial(size,
								(subscribers) -> new ManySubscriptionsChannel(SqliteMessengers.create(file), 1))))));
	}

	private static List<Case> delivering() {
		return List.of(Case
			.of("sqlite-deliver-local", Unit.MICROSECONDS, 0.6,
					side(OURS,
							(file) -> new OneWayLatency(PER_SECOND, 0.5,
									(subscribers) -> new MessengerChannel(SqliteMessengers.create(file)))),
					commit())
			.withLimit("p99", P99_LIMIT_MICROS),
				Case.of("sqlite-deliver-process", Unit.MICROSECONDS, 0.35,
						side(OURS, (file) -> new RemoteDelivery(file, PER_SECOND)), commit())
					.withLimit("p99", P99_LIMIT_MICROS),
				Case.of("sqlite-request-process", Unit.MICROSECONDS, 33, side(OURS, SqliteCases::request),
						side("poller of 100 ms", SqliteCases::poll)),
				Case.of("sqlite-subscriptions", Unit.MESSAGES_PER_SECOND, 0.8,
						subscriptions("1,000 subscriptions", 1000), subscriptions("one subscription", 1)));
	}

	private static Side side(String name, FileTrial.Factory trial) {
		return new Measured(name, () -> new FileTrial(trial));
	}

	private static Side publish(int threads, String name, PublisherFactory publishers) {
		return side(name, (file) -> WaitingPublishers.on(threads, file, publishers.create(file)));
	}

	private static Side worst(String name, PublisherFactory publishers) {
		return side(name, (file) -> WaitingPublishers.on(8, file, publishers.create(file)).worst());
	}

	private static Side publishBeside(int rows) {
		return side(String.format(Locale.ROOT, "beside %,d events", rows), (file) -> {
			SqliteMessengers.create(file).close();
			FilledFile.fill(file, rows);
			return WaitingPublishers.on(1, file, publisher(file)).beside(rows);
		});
	}

	private static Side commit() {
		return side("the commit alone", (file) -> new OneWayLatency(PER_SECOND, 0.5,
				(subscribers) -> new CommitChannel(new JdbcPublisher(file))));
	}

	private static Trial request(BenchmarkFile file) {
		return WaitingRequests.time(1, () -> {
			SqliteMessenger messenger = SqliteMessengers.create(file);
			return new RemoteRequester(EchoServer.class, file, MessengerRequester.of(messenger, messenger));
		});
	}

	private static Trial poll(BenchmarkFile file) {
		return WaitingRequests.time(1,
				() -> new RemoteRequester(PollingServer.class, file, new PollingRequester(file)));
	}

	private static Side subscriptions(String name, int count) {
		return side(name, (file) -> new FanOut(1, 1,
				(subscribers) -> new ManySubscriptionsChannel(SqliteMessengers.create(file), count)));
	}

	private static Publisher publisher(BenchmarkFile file) {
		return new MessengerChannel(SqliteMessengers.create(file));
	}

	/**
	 * Creates publishers.
	 */
	@FunctionalInterface
	private interface PublisherFactory {

		Publisher create(BenchmarkFile file) throws Exception;

	}

}
