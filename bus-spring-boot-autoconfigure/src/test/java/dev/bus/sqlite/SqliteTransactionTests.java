package dev.bus.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.MessagePublishException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Transactions} and {@link TransactionOutcome}.
 */
@Timeout(60)
class SqliteTransactionTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	private SingleConnectionDataSource dataSource;

	private JdbcTemplate jdbc;

	private TransactionTemplate transaction;

	private SqliteMessenger messenger;

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void open() {
		// as a pool of one: whoever needs a second connection would wait for ever
		this.dataSource = new SingleConnectionDataSource("jdbc:sqlite:" + this.directory.resolve("app.db"), true);
		this.jdbc = new JdbcTemplate(this.dataSource);
		this.jdbc.execute("PRAGMA journal_mode=WAL");
		this.jdbc.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)");
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		this.messenger = SqliteMessenger.builder()
			.dataSource(this.dataSource)
			.busyTimeout(Duration.ofMillis(500))
			.build();
		this.messenger.stream("orders", (message) -> this.received.add(message.text()));
	}

	@AfterEach
	void close() {
		this.messenger.close();
		this.dataSource.close();
	}

	@Test
	void aMessageIsDeliveredAfterTheCommitOnly() {
		this.transaction.executeWithoutResult((status) -> {
			insertOrder(1);
			publish("one");
			publish("two");
			assertThat(this.received).isEmpty();
		});
		await().untilAsserted(() -> assertThat(this.received).containsExactly("one", "two"));
		assertThat(orders()).isEqualTo(1);
	}

	@Test
	void aMessageIsNotDeliveredAfterARollback() {
		this.transaction.executeWithoutResult((status) -> {
			insertOrder(1);
			publish("one");
			status.setRollbackOnly();
		});
		publish("two");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("two"));
		assertThat(orders()).isZero();
	}

	@Test
	void headersTravelFromATransactionToo() {
		Queue<BusHeaders> headers = new ConcurrentLinkedQueue<>();
		this.messenger.stream("traced", (message) -> headers.add(message.headers()));
		this.transaction.executeWithoutResult(
				(status) -> this.messenger.publish(BusMessage.of("traced", "", BusHeaders.of("Trace", "1"))));
		await().untilAsserted(() -> assertThat(headers).containsExactly(BusHeaders.of("Trace", "1")));
	}

	@Test
	void theFutureCompletesAfterTheCommit() {
		CompletableFuture<Void> published = this.transaction.execute((status) -> {
			CompletableFuture<Void> future = publishAsync("one");
			assertThat(future).isNotDone();
			return future;
		});
		assertThat(published).succeedsWithin(LIMIT);
		await().untilAsserted(() -> assertThat(this.received).containsExactly("one"));
	}

	@Test
	void theFutureFailsAfterARollback() {
		CompletableFuture<Void> published = this.transaction.execute((status) -> {
			status.setRollbackOnly();
			return publishAsync("one");
		});
		assertThat(published).failsWithin(LIMIT)
			.withThrowableThat()
			.withCauseInstanceOf(MessagePublishException.class)
			.withMessageContaining("rolled back");
	}

	@Test
	void whatANestedTransactionPublishedGoesWithItsRollback() {
		TransactionTemplate nested = new TransactionTemplate(this.transaction.getTransactionManager());
		nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
		Queue<CompletableFuture<Void>> futures = new ConcurrentLinkedQueue<>();
		this.transaction.executeWithoutResult((status) -> {
			futures.add(publishAsync("before"));
			nested.executeWithoutResult((inner) -> {
				futures.add(publishAsync("nested"));
				inner.setRollbackOnly();
			});
			nested.executeWithoutResult((inner) -> futures.add(publishAsync("kept")));
			futures.add(publishAsync("after"));
		});
		await().untilAsserted(() -> assertThat(this.received).containsExactly("before", "kept", "after"));
		assertThat(futures.poll()).succeedsWithin(LIMIT);
		assertThat(futures.poll()).failsWithin(LIMIT);
		assertThat(futures.poll()).succeedsWithin(LIMIT);
		assertThat(futures.poll()).succeedsWithin(LIMIT);
	}

	@Test
	void aReadOnlyTransactionPublishesOutsideOfIt() {
		TransactionTemplate readOnly = new TransactionTemplate(this.transaction.getTransactionManager());
		readOnly.setReadOnly(true);
		readOnly.executeWithoutResult((status) -> {
			orders();
			publish("one");
			await().untilAsserted(() -> assertThat(this.received).containsExactly("one"));
			status.setRollbackOnly();
		});
		assertThat(this.received).containsExactly("one");
	}

	@Test
	void aTransactionOnAnotherDataSourceIsNotJoined() {
		DriverManagerDataSource other = new DriverManagerDataSource(
				"jdbc:sqlite:" + this.directory.resolve("other.db"));
		new TransactionTemplate(new JdbcTransactionManager(other)).executeWithoutResult((status) -> {
			publish("one");
			await().untilAsserted(() -> assertThat(this.received).containsExactly("one"));
			status.setRollbackOnly();
		});
	}

	@Test
	void aTransactionAwareProxyIsJoinedLikeItsTarget() {
		try (SqliteMessenger proxied = SqliteMessenger.builder()
			.dataSource(new TransactionAwareDataSourceProxy(this.dataSource))
			.build()) {
			this.transaction.executeWithoutResult((status) -> {
				proxied.publish("orders", "one".getBytes());
				status.setRollbackOnly();
			});
		}
		publish("two");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("two"));
	}

	@Test
	void aRequestInATransactionFailsAtOnceAndLeavesItUsable() {
		this.messenger.serve("echo", (request) -> request);
		this.transaction.executeWithoutResult((status) -> {
			insertOrder(1);
			assertThatIllegalStateException()
				.isThrownBy(() -> this.messenger.request(BusMessage.of("echo", "x"), LIMIT))
				.withMessageContaining("'echo'")
				.withMessageContaining("transaction");
			assertThatIllegalStateException()
				.isThrownBy(() -> this.messenger.requestAsync(BusMessage.of("echo", "x"), LIMIT));
			publish("one");
		});
		assertThat(orders()).isEqualTo(1);
		assertThat(this.messenger.request(BusMessage.of("echo", "x"), LIMIT).text()).isEqualTo("x");
	}

	@Test
	void aMessageOfAnotherThreadFailsAtTheTimeoutWhileATransactionHoldsTheLock() {
		this.transaction.executeWithoutResult((status) -> {
			insertOrder(1);
			CompletableFuture<Void> other = CompletableFuture.runAsync(() -> publish("other"));
			assertThat(other).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(MessagePublishException.class)
				.withMessageContaining("bus.sqlite.busy-timeout");
		});
		publish("after");
		await().untilAsserted(() -> assertThat(this.received).containsExactly("after"));
	}

	@Test
	void aFailedPublishLeavesTheTransactionUsable() {
		this.transaction.executeWithoutResult((status) -> {
			this.jdbc.execute("ALTER TABLE bus_events RENAME TO moved");
			assertThatExceptionOfType(MessagePublishException.class).isThrownBy(() -> publish("one"));
			this.jdbc.execute("ALTER TABLE moved RENAME TO bus_events");
			insertOrder(1);
		});
		assertThat(orders()).isEqualTo(1);
	}

	@Test
	void theDataSourceOfTheApplicationIsNotClosed() throws SQLException {
		this.messenger.close();
		assertThat(this.dataSource.getConnection().isClosed()).isFalse();
	}

	@Test
	void aDataSourceInMemoryIsRefused() {
		assertThatExceptionOfType(SqliteDatabaseException.class)
			.isThrownBy(() -> SqliteMessenger.builder()
				.dataSource(new SingleConnectionDataSource("jdbc:sqlite::memory:", true))
				.build())
			.withMessageContaining("in memory");
	}

	private void publish(String text) {
		this.messenger.publish("orders", text.getBytes());
	}

	private CompletableFuture<Void> publishAsync(String text) {
		return this.messenger.publishAsync("orders", text.getBytes());
	}

	private void insertOrder(int id) {
		this.jdbc.update("INSERT INTO orders (id) VALUES (?)", id);
	}

	private int orders() {
		return this.jdbc.queryForObject("SELECT COUNT(*) FROM orders", Integer.class);
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(2)).pollDelay(Duration.ZERO).atMost(LIMIT);
	}

}
