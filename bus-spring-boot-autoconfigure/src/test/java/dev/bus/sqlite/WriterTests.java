package dev.bus.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.BadSqlGrammarException;

import dev.bus.BusMessage;
import dev.bus.ConnectionClosedException;
import dev.bus.MessagePublishException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Writer}.
 */
@Timeout(60)
class WriterTests {

	private static final long WAIT = Duration.ofSeconds(5).toNanos();

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	private Writer writer;

	private final Queue<Batch> batches = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void start() {
		this.file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(this.file);
		this.writer = new Writer(TestDatabase.prepare(this.file), () -> true, this.batches::add);
	}

	@AfterEach
	void stop() {
		this.writer.close(Duration.ofSeconds(5));
	}

	@Test
	void whatIsWrittenHasConsecutiveIds() {
		for (int i = 0; i < 3; i++) {
			this.writer.write(event(i));
		}
		assertThat(this.batches).extracting(Batch::firstId).containsExactly(1L, 2L, 3L);
		assertThat(payloads()).containsExactly("0", "1", "2");
	}

	@Test
	void idIsAskedForOnlyWhereItIsNeeded() {
		AtomicBoolean needed = new AtomicBoolean();
		Writer other = new Writer(TestDatabase.prepare(this.file), needed::get, this.batches::add);
		try {
			other.write(event(0));
			needed.set(true);
			other.write(event(1));
		}
		finally {
			other.close(Duration.ofSeconds(5));
		}
		assertThat(this.batches).extracting(Batch::hasIds).containsExactly(false, true);
		assertThat(this.batches).extracting(Batch::firstId).endsWith(2L);
	}

	@Test
	void idsAreThoseOfTheEventsWhateverElseIsInTheCommit() throws Exception {
		this.writer.write(event(0));
		this.writer.write(event(1));
		try (Connection lock = TestDatabase.lock(this.file)) {
			this.writer.submit(event(2));
			this.writer.submit(new ReplyInsert("r1", BusMessage.of("a", ""), WAIT, () -> {
			}));
			this.writer.submit(event(3));
			TestDatabase.unlock(lock);
		}
		this.writer.write(event(4));
		assertThat(payloads()).containsExactly("0", "1", "2", "3", "4");
		assertThat(this.batches).allSatisfy((batch) -> {
			long id = batch.firstId();
			for (EventInsert event : batch.events()) {
				assertThat(event.message().text()).isEqualTo(String.valueOf(id - 1));
				id++;
			}
		});
	}

	@Test
	void concurrentPublishersShareCommits() throws Exception {
		CountDownLatch ready = new CountDownLatch(16);
		List<CompletableFuture<Void>> publishers = new ArrayList<>();
		try (Connection lock = TestDatabase.lock(this.file)) {
			for (int i = 0; i < 16; i++) {
				int number = i;
				publishers.add(inBackground(() -> {
					ready.countDown();
					this.writer.write(event(number));
				}));
			}
			assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> this.writer.waiting() == 16);
			TestDatabase.unlock(lock);
		}
		publishers.forEach(CompletableFuture::join);
		assertThat(payloads()).hasSize(16);
		assertThat(this.batches).hasSizeLessThanOrEqualTo(3);
	}

	@Test
	void manyRowsAreWrittenInOrder() {
		List<CountingInsert> events = IntStream.range(0, 1000).mapToObj(CountingInsert::new).toList();
		events.forEach(this.writer::submit);
		this.writer.write(event(1000));
		assertThat(payloads())
			.containsExactlyElementsOf(IntStream.rangeClosed(0, 1000).mapToObj(String::valueOf).toList());
		assertThat(events).allSatisfy((event) -> assertThat(event.committed).hasValue(1));
	}

	@Test
	void aLockedFileFailsAtTheDeadlineAndWorksAgainAfterwards() throws Exception {
		try (Connection lock = TestDatabase.lock(this.file)) {
			long start = System.nanoTime();
			assertThatExceptionOfType(MessagePublishException.class)
				.isThrownBy(() -> this.writer.write(new EventInsert(BusMessage.of("a", "x"), millis(200))))
				.withMessageContaining("write lock")
				.withCauseInstanceOf(CannotAcquireLockException.class);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(200),
					Duration.ofSeconds(2));
			TestDatabase.unlock(lock);
		}
		this.writer.write(event(1));
		assertThat(payloads()).containsExactly("1");
	}

	@Test
	void anOperationThatFailsDoesNotHarmItsNeighbours() throws Exception {
		AtomicReference<Throwable> failure = new AtomicReference<>();
		EventInsert last = event(2);
		try (Connection lock = TestDatabase.lock(this.file)) {
			this.writer.submit(event(1));
			this.writer.submit(new WriteOperation(WAIT) {

				@Override
				void execute(SqliteConnection connection) throws SQLException {
					connection.execute("INSERT INTO missing VALUES (1)");
				}

				@Override
				void onFailed(Throwable cause) {
					failure.set(cause);
				}

			});
			this.writer.submit(last);
			TestDatabase.unlock(lock);
		}
		last.await();
		assertThat(payloads()).containsExactly("1", "2");
		assertThat(failure.get()).isInstanceOf(BadSqlGrammarException.class);
	}

	@Test
	void anInterruptWhileItWaitsLeavesTheOutcomeUnknown() throws Exception {
		try (Connection lock = TestDatabase.lock(this.file)) {
			AtomicReference<Thread> publisher = new AtomicReference<>();
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			CompletableFuture<Void> publishing = inBackground(() -> {
				publisher.set(Thread.currentThread());
				Throwable thrown = catchThrowable(() -> this.writer.write(event(1)));
				assertThat(thrown).isInstanceOf(MessagePublishException.class).hasMessageContaining("unknown");
				flag.complete(Thread.interrupted());
			});
			Awaitility.await().until(() -> this.writer.waiting() == 1);
			publisher.get().interrupt();
			publishing.get(10, TimeUnit.SECONDS);
			assertThat(flag).isCompletedWithValue(true);
			TestDatabase.unlock(lock);
		}
		this.writer.write(event(2));
		assertThat(payloads()).containsExactly("1", "2");
	}

	@Test
	void anInterruptThatCameBeforeDoesNotStopTheWrite() {
		Thread.currentThread().interrupt();
		this.writer.write(event(1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(payloads()).containsExactly("1");
	}

	@Test
	void closeWritesWhatWaitsAndThenNothing() {
		IntStream.range(0, 2000).mapToObj(this::event).forEach(this.writer::submit);
		this.writer.close(Duration.ofSeconds(10));
		assertThat(payloads()).hasSize(2000);
		assertThatExceptionOfType(ConnectionClosedException.class).isThrownBy(() -> this.writer.write(event(1)));
	}

	@Test
	void whatCannotBeWrittenBeforeTheCloseFails() throws Exception {
		CountingInsert event = new CountingInsert(1);
		try (Connection lock = TestDatabase.lock(this.file)) {
			this.writer.submit(event);
			this.writer.close(Duration.ofMillis(50));
			TestDatabase.unlock(lock);
		}
		Awaitility.await().until(() -> event.failed.get() == 1);
		assertThat(payloads()).isEmpty();
	}

	private EventInsert event(int number) {
		return new EventInsert(BusMessage.of("a.b", String.valueOf(number)), WAIT);
	}

	private List<String> payloads() {
		return this.peer.jdbc().queryForList("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id", String.class);
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private static CompletableFuture<Void> inBackground(Runnable task) {
		return CompletableFuture.runAsync(task, (run) -> new Thread(run).start());
	}

	private static final class CountingInsert extends EventInsert {

		private final AtomicInteger committed = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		CountingInsert(int number) {
			super(BusMessage.of("a.b", String.valueOf(number)), WAIT);
		}

		@Override
		void onCommitted() {
			this.committed.incrementAndGet();
		}

		@Override
		void onFailed(Throwable failure) {
			this.failed.incrementAndGet();
		}

	}

}
