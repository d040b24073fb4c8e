package dev.bus.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;
import dev.bus.StreamOptions;
import dev.bus.support.ByteBudget;
import dev.bus.support.Workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link Writer} when what it runs fails in ways that no statement does.
 */
@Timeout(60)
class WriterFailureTests {

	private static final long WAIT = Duration.ofSeconds(5).toNanos();

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final List<Statements.Work> FAILURES = List.of((connection) -> {
		throw new StackOverflowError("test");
	}, (connection) -> {
		throw new IllegalStateException("test");
	}, SqliteConnection::close, (connection) -> connection.execute("INSERT INTO missing VALUES (1)"),
			(connection) -> connection.execute("ROLLBACK"));

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	private SqliteDatabase database;

	private Writer writer;

	private final Workers workers = Workers.platformThreads("bus-test");

	private Consumer<Batch> committed = (batch) -> {
	};

	@BeforeEach
	void start() {
		this.file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(this.file);
		this.database = TestDatabase.prepare(this.file);
		this.writer = new Writer(this.database, () -> true, (batch) -> this.committed.accept(batch));
	}

	@AfterEach
	void stop() {
		this.writer.close(Duration.ofSeconds(5));
		this.workers.shutdown();
	}

	static Stream<Throwable> errors() {
		return Stream.of(new StackOverflowError("test"), new AssertionError("test"), new OutOfMemoryError("test"),
				new IllegalStateException("test"));
	}

	@ParameterizedTest
	@MethodSource("errors")
	void anErrorFailsItsCommitGivesBackTheLockAndTheWriterGoesOn(Throwable error) throws Exception {
		EventInsert neighbour = event("lost");
		FutureEventInsert future = future("lost too");
		TestDatabase.commitTogether(this.writer, neighbour, new Statements((connection) -> sneakyThrow(error)), future);
		assertThatExceptionOfType(MessagePublishException.class).isThrownBy(neighbour::await).withCause(error);
		assertThat(future.future()).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(MessagePublishException.class)
			.withRootCauseInstanceOf(error.getClass());
		assertFailedOnce();
	}

	@ParameterizedTest
	@MethodSource("errors")
	void anErrorOnTheThreadOfTheCallerReachesIt(Throwable error) throws Exception {
		assertThatExceptionOfType(MessagePublishException.class)
			.isThrownBy(() -> this.writer.write(new Statements((connection) -> sneakyThrow(error))))
			.withCause(error);
		assertFailedOnce();
	}

	@Test
	void aCommitThatFailsLeavesNothing() throws Exception {
		this.peer.jdbc().execute("CREATE TABLE parents (id INTEGER PRIMARY KEY)");
		this.peer.jdbc().execute("CREATE TABLE children (id INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)");
		this.writer.write(Statements.of("PRAGMA foreign_keys=ON"));
		EventInsert neighbour = event("lost");
		FutureEventInsert future = future("lost too");
		// looked at by the commit only
		TestDatabase.commitTogether(this.writer, neighbour, Statements.of("INSERT INTO children VALUES (1)"), future);
		assertThatExceptionOfType(MessagePublishException.class).isThrownBy(neighbour::await)
			.withStackTraceContaining("SQLITE_CONSTRAINT_FOREIGNKEY");
		assertThat(future.future()).failsWithin(LIMIT);
		assertThat(this.peer.count("children")).isZero();
		assertFailedOnce();
	}

	@Test
	void aConnectionThatIsClosedUnderneathIsReplaced() throws Exception {
		this.writer.write(new Statements(SqliteConnection::close));
		assertThat(catchThrowable(() -> this.writer.write(event("lost")))).isInstanceOf(MessagePublishException.class);
		assertFailedOnce();
	}

	@Test
	void aConnectionThatIsClosedWithinATransactionLeavesNothing() throws Exception {
		EventInsert neighbour = event("lost");
		FutureEventInsert future = future("lost too");
		TestDatabase.commitTogether(this.writer, neighbour, new Statements(SqliteConnection::close), future);
		assertThat(catchThrowable(neighbour::await)).isInstanceOf(MessagePublishException.class);
		assertThat(future.future()).failsWithin(LIMIT);
		assertFailedOnce();
	}

	@Test
	void aFileThatCannotBeWrittenIsNamedWithTheRemedy() throws Exception {
		this.writer.write(Statements.of("PRAGMA query_only=ON"));
		assertThatExceptionOfType(MessagePublishException.class).isThrownBy(() -> this.writer.write(event("lost")))
			.withMessageContaining("the file cannot be written; make it writable for this user")
			.withStackTraceContaining("SQLITE_READONLY");
		assertFailedOnce();
	}

	@Test
	void aStatementThatFailedCanBeUsedAgain() {
		assertThat(catchThrowable(() -> this.writer.write(absoluteOf(Long.MIN_VALUE))))
			.isInstanceOf(MessagePublishException.class);
		this.writer.write(absoluteOf(-1));
	}

	private static WriteOperation absoluteOf(long number) {
		return new Statements((connection) -> {
			PreparedStatement statement = connection.statement("SELECT ABS(?)");
			statement.setLong(1, number);
			statement.executeQuery().close();
		});
	}

	@ParameterizedTest
	@MethodSource("errors")
	void whatFailsAfterTheCommitDoesNotMakeItUndone(Throwable error) throws Exception {
		this.committed = (batch) -> sneakyThrow(error);
		FutureEventInsert future = future("one");
		TestDatabase.commitTogether(this.writer, future);
		this.writer.write(event("two"));
		assertThat(future.future()).succeedsWithin(LIMIT);
		assertThat(payloads()).containsExactly("one", "two");
		assertThat(this.database.health().isFailing()).isFalse();
		assertWaitingIsZero();
	}

	@ParameterizedTest
	@MethodSource("errors")
	void whoFailsWhenToldOfTheOutcomeDoesNotKeepItFromOthers(Throwable error) throws Exception {
		FutureEventInsert future = future("one");
		TestDatabase.commitTogether(this.writer, new Ungrateful(error), future, new Ungrateful(error));
		assertThat(future.future()).succeedsWithin(LIMIT);
		EventInsert last = event("lost");
		TestDatabase.commitTogether(this.writer, new Ungrateful(error),
				new Statements((connection) -> sneakyThrow(error)), last);
		assertThat(catchThrowable(last::await)).isInstanceOf(MessagePublishException.class);
		assertThat(payloads()).containsExactly("one");
		assertWaitingIsZero();
	}

	@Test
	void everyOperationEndsOnceAndTruthfullyWhateverFails() throws Exception {
		int threads = 4;
		int operations = 200;
		AtomicInteger told = new AtomicInteger();
		this.committed = (batch) -> {
			if (told.incrementAndGet() % 7 == 0) {
				throw new StackOverflowError("test");
			}
		};
		List<Counting> events = new ArrayList<>();
		List<CompletableFuture<Void>> publishers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			List<Counting> ours = Stream.generate(Counting::new).limit(operations).toList();
			events.addAll(ours);
			Random random = new Random(i);
			publishers.add(inBackground(() -> ours.forEach((event) -> {
				if (random.nextInt(10) == 0) {
					this.writer.submit(new Statements(FAILURES.get(random.nextInt(FAILURES.size()))));
				}
				if (random.nextBoolean()) {
					this.writer.submit(event);
				}
				else {
					event.thrown = catchThrowable(() -> this.writer.write(event));
				}
			})));
		}
		for (CompletableFuture<Void> publisher : publishers) {
			publisher.get(30, TimeUnit.SECONDS);
		}
		assertWaitingIsZero();
		assertThat(events).allSatisfy((event) -> assertThat(event.committed.get() + event.failed.get()).isOne());
		assertThat(events).filteredOn((event) -> event.thrown != null)
			.isNotEmpty()
			.allSatisfy((event) -> assertThat(event.failed).hasValue(1));
		assertThat(payloads()).containsExactlyInAnyOrderElementsOf(
				events.stream().filter((event) -> event.committed.get() == 1).map(Counting::text).toList());
		assertThat(payloads()).isNotEmpty();
		TestDatabase.unlock(TestDatabase.lock(this.file));
	}

	@Test
	void theMessengerIsDisconnectedUntilItCanWriteAgain() throws Exception {
		Core core = TestDatabase.core(this.database);
		try (SqliteMessenger messenger = new SqliteMessenger(core, null)) {
			assertThat(messenger.status()).isEqualTo(MessengerStatus.CONNECTED);
			try (Connection lock = TestDatabase.lock(this.file)) {
				assertThat(catchThrowable(() -> core.writer().write(failing()))).isNotNull();
				assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
				TestDatabase.unlock(lock);
			}
			// nobody publishes
			Awaitility.await().atMost(LIMIT).until(() -> messenger.status() == MessengerStatus.CONNECTED);
		}
	}

	@Test
	void nobodyWaitsForWhatACommitThatFailedHadInIt() {
		Core core = TestDatabase.core(this.database);
		List<CompletableFuture<?>> futures = new ArrayList<>();
		List<String> received = new CopyOnWriteArrayList<>();
		try (SqliteMessenger messenger = new SqliteMessenger(core, null)) {
			messenger.stream("a.b", StreamOptions.defaults().withGroup("group"),
					(message) -> received.add(message.text()));
			// nothing else is written then
			Awaitility.await().atMost(LIMIT).until(() -> this.peer.count("bus_cursors") == 1);
			TestDatabase.commitTogether(core.writer(), () -> {
				futures.add(messenger.publishAsync(BusMessage.of("a.b", "lost")));
				futures.add(messenger.requestAsync(BusMessage.of("nobody", ""), Duration.ofMinutes(1)));
				futures.add(inBackground(() -> messenger.publish(BusMessage.of("a.b", "lost too"))));
				Awaitility.await().atMost(LIMIT).until(() -> core.writer().waiting() == 4);
				core.writer().submit(failing());
			});
			assertThat(futures).allSatisfy((future) -> assertThat(future).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(MessagePublishException.class));
			messenger.publish(BusMessage.of("a.b", "next"));
			Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(received).containsExactly("next"));
		}
	}

	private static WriteOperation failing() {
		return new Statements((connection) -> {
			throw new StackOverflowError("test");
		});
	}

	/**
	 * Check that the failure was seen and is over, and that nothing of it is left.
	 */
	private void assertFailedOnce() throws SQLException {
		assertThat(this.database.health().isFailing()).isTrue();
		TestDatabase.unlock(TestDatabase.lock(this.file));
		this.writer.write(event("next"));
		assertThat(this.database.health().isFailing()).isFalse();
		assertThat(payloads()).containsExactly("next");
		assertWaitingIsZero();
	}

	private void assertWaitingIsZero() {
		// counted down after the outcome was told
		Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(this.writer.waiting()).isZero());
	}

	private static EventInsert event(String text) {
		return new EventInsert(BusMessage.of("a.b", text), WAIT);
	}

	private FutureEventInsert future(String text) {
		return new FutureEventInsert(BusMessage.of("a.b", text), WAIT, new Completions(this.workers),
				new ByteBudget(ByteBudget.DEFAULT_LIMIT));
	}

	private List<String> payloads() {
		return this.peer.jdbc().queryForList("SELECT CAST(data AS TEXT) FROM bus_events ORDER BY id", String.class);
	}

	private static CompletableFuture<Void> inBackground(Runnable task) {
		return CompletableFuture.runAsync(task, (run) -> new Thread(run).start());
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneakyThrow(Throwable error) throws T {
		throw (T) error;
	}

	/**
	 * An operation that succeeds, and fails when it is told how it ended.
	 */
	private static final class Ungrateful extends WriteOperation {

		private final Throwable error;

		Ungrateful(Throwable error) {
			super(WAIT);
			this.error = error;
		}

		@Override
		void execute(SqliteConnection connection) {
		}

		@Override
		void onCommitted() {
			sneakyThrow(this.error);
		}

		@Override
		void onFailed(Throwable failure) {
			sneakyThrow(this.error);
		}

	}

	/**
	 * An event that counts how often it ended.
	 */
	private static final class Counting extends EventInsert {

		private static final AtomicInteger numbers = new AtomicInteger();

		private final AtomicInteger committed = new AtomicInteger();

		private final AtomicInteger failed = new AtomicInteger();

		private volatile Throwable thrown;

		Counting() {
			super(BusMessage.of("a.b", String.valueOf(numbers.incrementAndGet())), WAIT);
		}

		String text() {
			return message().text();
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
