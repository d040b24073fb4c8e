package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for several processes that serve one subject.
 */
class CompetingServersTests {

	private static final int REQUESTS = 10_000;

	private static final int UNDER_WAY = 256;

	@TempDir
	private Path directory;

	@Test
	void eachRequestIsRunOnceAndBothProcessesWork() throws Exception {
		Path file = this.directory.resolve("bus.db");
		try (SqliteMessenger requester = Program.open(file.toString());
				ChildProcess first = ChildProcess.java(ServerProgram.class, file);
				ChildProcess second = ChildProcess.java(ServerProgram.class, file)) {
			first.await("READY");
			second.await("READY");
			List<CompletableFuture<BusMessage>> replies = new ArrayList<>();
			Semaphore underWay = new Semaphore(UNDER_WAY);
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(underWay.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
				CompletableFuture<BusMessage> reply = requester.requestAsync(BusMessage.of("work", "" + i),
						Duration.ofSeconds(60));
				reply.whenComplete((message, failure) -> underWay.release());
				replies.add(reply);
			}
			for (int i = 0; i < REQUESTS; i++) {
				assertThat(replies.get(i).get(60, TimeUnit.SECONDS).text()).isEqualTo("" + i);
			}
			List<String> runByFirst = first.find("RUN");
			List<String> runBySecond = second.find("RUN");
			System.out.println(REQUESTS + " requests to two processes: " + runByFirst.size() + " run by the first, "
					+ runBySecond.size() + " by the second");
			assertThat(runByFirst).isNotEmpty();
			assertThat(runBySecond).isNotEmpty();
			List<String> run = new ArrayList<>(runByFirst);
			run.addAll(runBySecond);
			assertThat(run)
				.containsExactlyInAnyOrderElementsOf(IntStream.range(0, REQUESTS).mapToObj(Integer::toString).toList());
			SqliteShell shell = new SqliteShell(file);
			Awaitility.await()
				.untilAsserted(() -> assertThat(
						shell.run("SELECT (SELECT COUNT(*) FROM bus_requests), (SELECT COUNT(*) FROM bus_replies)"))
					.containsExactly("0|0"));
		}
	}

}
