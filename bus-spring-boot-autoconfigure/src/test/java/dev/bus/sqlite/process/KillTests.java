package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.NoRespondersException;
import dev.bus.RequestTimeoutException;
import dev.bus.sqlite.SqliteMessenger;
import dev.bus.sqlite.Synchronous;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for processes that are killed in the middle of what they do.
 */
class KillTests {

	private static final int ROUNDS = 20;

	// what a subscriber says of itself in the file outlives it by half a minute
	private static final int ROUNDS_WITH_SUBSCRIBER = 5;

	private static final long MAX_PAUSE_MICROS = 150_000;

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("bus.db");
	}

	private SqliteShell shell() {
		return new SqliteShell(file());
	}

	@Test
	@Timeout(value = 4, unit = TimeUnit.MINUTES)
	void whatWasAcknowledgedIsThereAndNoRequestIsRunTwice() throws Exception {
		Outcomes outcomes = new Outcomes();
		List<String> delivered = Collections.synchronizedList(new ArrayList<>());
		try (SqliteMessenger survivor = Program.open(file().toString(), "cleanupInterval=PT0.5S");
				ChildProcess server = ChildProcess.java(ServerProgram.class, file())) {
			survivor.stream("events", (message) -> delivered.add(message.text()));
			server.await("READY");
			long seed = System.nanoTime();
			Random random = new Random(seed);
			for (int round = 0; round < ROUNDS; round++) {
				killAll(round, random, outcomes);
				assertThat(shell().run("PRAGMA integrity_check")).containsExactly("ok");
			}
			outcomes.addServer(server);
			List<String> published = shell().run("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id");
			System.out.println(ROUNDS + " rounds of kill -9 with seed " + seed + ": " + outcomes + ", "
					+ published.size() + " messages in the file");
			outcomes.checkPublished(published, ROUNDS * PublisherProgram.THREADS);
			outcomes.checkRequested();
			Awaitility.await().until(() -> delivered.size() >= published.size());
			assertThat(delivered).isEqualTo(published);
			makeOld();
			awaitNothingLeft();
		}
	}

	private void killAll(int round, Random random, Outcomes outcomes) throws Exception {
		String settings = "synchronous=" + Synchronous.values()[round % Synchronous.values().length];
		try (ChildProcess publisher = ChildProcess.java(PublisherProgram.class, file(), "p" + round, settings);
				ChildProcess server = ChildProcess.java(ServerProgram.class, file(), settings);
				ChildProcess requester = ChildProcess.java(RequesterProgram.class, file(), "r" + round, settings)) {
			List<ChildProcess> victims = new ArrayList<>(List.of(publisher, server, requester));
			if (round < ROUNDS_WITH_SUBSCRIBER) {
				victims.add(ChildProcess.java(SubscriberProgram.class, file(), settings));
			}
			for (int thread = 0; thread < PublisherProgram.THREADS; thread++) {
				publisher.await("ACK p" + round + ":" + thread + ":0");
			}
			server.await("RUN");
			requester.await("REPLY");
			Collections.shuffle(victims, random);
			for (ChildProcess victim : victims) {
				LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos((long) (random.nextDouble() * MAX_PAUSE_MICROS)));
				victim.kill();
			}
			outcomes.addPublisher(publisher);
			outcomes.addServer(server);
			outcomes.addRequester(requester);
		}
	}

	@Test
	void requestThatAKilledServerHadTimesOutAndIsNotRunAgain() throws Exception {
		try (SqliteMessenger requester = Program.open(file().toString());
				ChildProcess first = ChildProcess.java(ServerProgram.class, file())) {
			first.await("READY");
			CompletableFuture<BusMessage> lost = requester.requestAsync(BusMessage.of("work", "stuck"),
					Duration.ofSeconds(6));
			first.await("RUN stuck");
			try (ChildProcess second = ChildProcess.java(ServerProgram.class, file())) {
				second.await("READY");
				first.kill();
				assertThat(requester.request(BusMessage.of("work", "next"), Duration.ofSeconds(5)).text())
					.isEqualTo("next");
				assertThat(lost).failsWithin(Duration.ofSeconds(10))
					.withThrowableThat()
					.havingCause()
					.isInstanceOf(RequestTimeoutException.class)
					.isNotInstanceOf(NoRespondersException.class);
				assertThat(second.find("RUN")).containsExactly("next");
			}
		}
	}

	@Test
	void requestOfAKilledRequesterIsNotRunAfterItsDeadline() throws Exception {
		try (SqliteMessenger server = Program.open(file().toString(), "cleanupInterval=PT0.2S")) {
			try (ChildProcess requester = ChildProcess.java(RequesterProgram.class, file(), "r")) {
				Awaitility.await().until(() -> shell().number("SELECT COUNT(*) FROM bus_requests") == 4);
				requester.kill();
			}
			Awaitility.await()
				.until(() -> shell().number("SELECT MAX(expires_at) FROM bus_requests") < System.currentTimeMillis());
			List<String> run = new CopyOnWriteArrayList<>();
			server.serve("work", (request) -> {
				run.add(request.text());
				return request;
			});
			server.request(BusMessage.of("work", "next"), Duration.ofSeconds(5));
			assertThat(run).containsExactly("next");
			makeOld();
			awaitNothingLeft();
		}
	}

	@Test
	void replyToAKilledRequesterIsRemoved() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch killed = new CountDownLatch(1);
		try (SqliteMessenger server = Program.open(file().toString(), "cleanupInterval=PT0.2S")) {
			server.serve("work", (request) -> {
				running.countDown();
				killed.await();
				return request;
			});
			try (ChildProcess requester = ChildProcess.java(RequesterProgram.class, file(), "r")) {
				running.await();
				requester.kill();
			}
			killed.countDown();
			Awaitility.await().until(() -> shell().number("SELECT COUNT(*) FROM bus_replies") > 0);
			makeOld();
			awaitNothingLeft();
		}
	}

	private void makeOld() throws Exception {
		shell().run("""
				UPDATE bus_events SET created_at = created_at - 3000;
				UPDATE bus_requests SET created_at = created_at - 3000, expires_at = expires_at - 3000000;
				UPDATE bus_replies SET created_at = created_at - 3000""");
	}

	/**
	 * Wait until the file holds nothing but what the only messenger says of itself.
	 */
	private void awaitNothingLeft() {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(shell().run("""
					SELECT (SELECT COUNT(*) FROM bus_events), (SELECT COUNT(*) FROM bus_requests),
						(SELECT COUNT(*) FROM bus_replies), (SELECT COUNT(*) - 1 FROM bus_cursors)"""))
				.isSubsetOf("0|0|0|0", "0|0|0|-1"));
	}

}
