package dev.bus.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.MessengerStatus;
import dev.bus.RequestTimeoutException;
import dev.bus.sqlite.SqliteDatabaseException.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for a file that was damaged while nobody used it.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class DamagedFileTests {

	private static final int EVENTS = 500;

	@TempDir
	private Path directory;

	private Path file;

	private GoPeer peer;

	@BeforeEach
	void fill() {
		this.file = this.directory.resolve("bus.db");
		this.peer = new GoPeer(this.file);
		try (SqliteMessenger messenger = open()) {
			for (int i = 0; i < EVENTS - 1; i++) {
				messenger.publishAsync(BusMessage.of("orders", "x".repeat(1000)));
			}
			messenger.publish(BusMessage.of("orders", "last"));
		}
		assertThat(this.peer.count("bus_events")).isEqualTo(EVENTS);
	}

	@Test
	void aDamagedHeaderStopsTheStart() throws Exception {
		long size = Files.size(this.file);
		overwrite(0, 100);
		assertThatExceptionOfType(SqliteDatabaseException.class).isThrownBy(this::open)
			.withMessageContainingAll("'" + this.file + "': it is not a SQLite database",
					"Name another file with 'bus.sqlite.path'")
			.withStackTraceContaining("SQLITE_NOTADB")
			.extracting(SqliteDatabaseException::reason)
			.isEqualTo(Reason.NOT_A_DATABASE);
		assertThat(Files.size(this.file)).isEqualTo(size);
	}

	@Test
	void aDamagedListOfTablesStopsTheStart() throws Exception {
		overwrite(100, 1000);
		assertThatExceptionOfType(SqliteDatabaseException.class).isThrownBy(this::open)
			.withMessageContainingAll("'" + this.file + "': it is damaged", "Restore or delete it")
			.withStackTraceContaining("SQLITE_CORRUPT")
			.extracting(SqliteDatabaseException::reason)
			.isEqualTo(Reason.CORRUPT);
	}

	@Test
	void publishersAreToldOfADamagedPageAndTheStatusIsDownUntilTheFileIsReplaced() throws Exception {
		overwritePage(rootOf("bus_events"));
		try (SqliteMessenger messenger = open()) {
			assertPublishFails(messenger);
			assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
			// other pages can be written
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> messenger.request(BusMessage.of("nobody", ""), Duration.ofMillis(500)));
			assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
			assertPublishFails(messenger);
			for (String suffix : new String[] { "-wal", "-shm", "" }) {
				Files.delete(Path.of(this.file + suffix));
			}
			await().until(() -> messenger.status() == MessengerStatus.CONNECTED);
			messenger.publish(BusMessage.of("orders", "after"));
		}
		assertThat(this.peer.count("bus_events")).isOne();
	}

	@Test
	void aStreamThatCannotBeReadIsReported(CapturedOutput output) throws Exception {
		overwritePage(rootOf("bus_events"));
		try (SqliteMessenger messenger = open()) {
			messenger.stream("orders", (message) -> {
			});
			await().until(() -> messenger.status() == MessengerStatus.DISCONNECTED);
			await().untilAsserted(
					() -> assertThat(output).contains("Cannot read the bus database '" + this.file + "', trying again")
						.contains("SQLITE_CORRUPT"));
		}
	}

	@Test
	void damageThatTheCleanUpFindsIsReported(CapturedOutput output) throws Exception {
		this.peer.age("bus_events", 1000);
		overwritePage(middleOf("bus_events"));
		try (SqliteMessenger messenger = open()) {
			await().until(() -> messenger.status() == MessengerStatus.DISCONNECTED);
			// the rest works
			messenger.publish(BusMessage.of("orders", "more"));
			assertThat(messenger.status()).isEqualTo(MessengerStatus.DISCONNECTED);
			await().untilAsserted(
					() -> assertThat(output).contains("Housekeeping of the bus database '" + this.file + "' failed")
						.contains("SQLITE_CORRUPT"));
		}
	}

	private SqliteMessenger open() {
		return SqliteMessenger.builder().path(this.file).cleanupInterval(Duration.ofMillis(200)).build();
	}

	private static void assertPublishFails(SqliteMessenger messenger) {
		assertThatExceptionOfType(MessagePublishException.class)
			.isThrownBy(() -> messenger.publish(BusMessage.of("orders", "lost")))
			.withMessageContaining("the file is damaged; restore or delete it while no process uses it")
			.withStackTraceContaining("SQLITE_CORRUPT");
	}

	private int rootOf(String table) {
		return this.peer.jdbc()
			.queryForObject("SELECT rootpage FROM sqlite_master WHERE name = ?", Integer.class, table);
	}

	private int middleOf(String table) {
		return this.peer.jdbc()
			.queryForObject(
					"SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path LIMIT 1"
							+ " OFFSET (SELECT COUNT(*) / 2 FROM dbstat WHERE name = ?1 AND pagetype = 'leaf')",
					Integer.class, table);
	}

	private void overwritePage(int page) throws IOException {
		int size = this.peer.jdbc().queryForObject("PRAGMA page_size", Integer.class);
		overwrite((page - 1L) * size, size);
	}

	/**
	 * Damage the file, which nobody has open: a descriptor that is closed takes all locks
	 * of the process with it.
	 */
	private void overwrite(long position, int length) throws IOException {
		byte[] damage = new byte[length];
		Arrays.fill(damage, (byte) 0xA5);
		try (RandomAccessFile opened = new RandomAccessFile(this.file.toFile(), "rw")) {
			opened.seek(position);
			opened.write(damage);
		}
	}

	private static ConditionFactory await() {
		return Awaitility.await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(10));
	}

}
