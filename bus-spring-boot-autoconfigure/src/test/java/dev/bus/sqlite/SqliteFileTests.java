package dev.bus.sqlite;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link SqliteFile} and what becomes of a messenger whose file is taken away.
 */
@Timeout(60)
class SqliteFileTests {

	@TempDir
	private Path directory;

	private Path file;

	private final Queue<String> received = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("bus.db");
	}

	@Test
	void aFileThatWasDeletedIsNoticedAndMadeAnew() throws Exception {
		try (SqliteMessenger messenger = SqliteMessenger.builder().path(this.file).build()) {
			messenger.stream("orders", (message) -> this.received.add(message.text()));
			messenger.serve("echo", (request) -> request);
			messenger.publish(BusMessage.of("orders", "before"));
			await().untilAsserted(() -> assertThat(this.received).containsExactly("before"));
			delete();
			Throwable failure = catchThrowable(() -> messenger.publish(BusMessage.of("orders", "lost")));
			assertThat(failure).isInstanceOfAny(MessagePublishException.class)
				.hasMessageContaining("deleted or replaced");
			await().until(() -> catchThrowable(() -> messenger.publish(BusMessage.of("orders", "again"))) == null);
			await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
			await().untilAsserted(() -> assertThat(this.received).containsExactly("before", "again"));
			assertThat(messenger.request(BusMessage.of("echo", "x"), Duration.ofSeconds(5)).text()).isEqualTo("x");
		}
	}

	@Test
	void aFileThatWasReplacedIsTurnedTo() throws Exception {
		Path other = this.directory.resolve("other.db");
		try (SqliteMessenger messenger = SqliteMessenger.builder().path(other).build()) {
			for (int i = 0; i < 10; i++) {
				messenger.publish(BusMessage.of("orders", "old " + i));
			}
		}
		try (SqliteMessenger messenger = SqliteMessenger.builder().path(this.file).build()) {
			messenger.stream("orders", (message) -> this.received.add(message.text()));
			replaceBy(other);
			await().until(() -> catchThrowable(() -> messenger.publish(BusMessage.of("orders", "new"))) == null);
			await().untilAsserted(() -> assertThat(this.received).containsExactly("new"));
			new GoPeer(this.file).publish("orders", "of another");
			await().untilAsserted(() -> assertThat(this.received).containsExactly("new", "of another"));
		}
	}

	@Test
	void idsThatBeginAnewAreFollowed() {
		GoPeer peer = new GoPeer(this.file);
		try (SqliteMessenger messenger = SqliteMessenger.builder().path(this.file).build()) {
			messenger.stream("orders", (message) -> this.received.add(message.text()));
			for (int i = 0; i < 5; i++) {
				messenger.publish(BusMessage.of("orders", String.valueOf(i)));
			}
			await().until(() -> this.received.size() == 5);
			peer.jdbc().execute("DROP TRIGGER bus_events_keep");
			peer.jdbc().execute("DELETE FROM bus_events");
			peer.jdbc().execute("DELETE FROM sqlite_sequence WHERE name = 'bus_events'");
			messenger.publish(BusMessage.of("orders", "5"));
			await().untilAsserted(() -> assertThat(this.received).endsWith("5").hasSize(6));
		}
	}

	@Test
	void aFileBehindASymbolicLinkIsKnownWithItsLog() throws Exception {
		Path real = Files.createDirectory(this.directory.resolve("real")).resolve("real.db");
		Files.createSymbolicLink(this.file, real);
		try (SqliteMessenger messenger = SqliteMessenger.builder().path(this.file).build()) {
			messenger.stream("orders", (message) -> this.received.add(message.text()));
			messenger.publish(BusMessage.of("orders", "one"));
			new GoPeer(real).publish("orders", "of another");
			await().untilAsserted(() -> assertThat(this.received).containsExactly("one", "of another"));
			assertThat(messenger.walSize()).isPositive();
			try (Connection connection = TestDatabase.use(real)) {
				Files.delete(Path.of(real + "-wal"));
				assertThat(catchThrowable(() -> messenger.publish(BusMessage.of("orders", "refused"))))
					.hasMessageContaining("deleted or replaced");
			}
			await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
			messenger.publish(BusMessage.of("orders", "two"));
		}
	}

	@Test
	void aPathThatIsNoFileIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SqliteMessenger.builder().path(":memory:"))
			.withMessageContaining("in-memory engine");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SqliteMessenger.builder().path("bus.db?cache=shared").build())
			.withMessageContaining("'?'");
	}

	private void delete() throws Exception {
		for (String suffix : new String[] { "", "-wal", "-shm" }) {
			Files.deleteIfExists(Path.of(this.file + suffix));
		}
	}

	private void replaceBy(Path other) {
		// the messenger may make the file anew before the other one is there
		await().ignoreException(FileAlreadyExistsException.class).until(() -> {
			delete();
			Files.move(other, this.file);
			return true;
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10));
	}

}
