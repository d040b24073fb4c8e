package dev.bus.sqlite;

import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.sqlite.SQLiteDataSource;

import dev.bus.BusMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FileNotifications} and what takes their place.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class FileNotificationsTests {

	@TempDir
	private Path directory;

	@Test
	@EnabledOnOs(OS.LINUX)
	void aWriteToTheDatabaseIsNotified() throws Exception {
		SqliteFile file = new SqliteFile(this.directory.resolve("bus.db"));
		try (Notifications notifications = FileNotifications.open(file)) {
			assertThat(notifications).isInstanceOf(FileNotifications.class);
			new GoPeer(file.path()).createSchema();
			Awaitility.await().until(() -> notifications.await(Duration.ofSeconds(1).toNanos()));
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aDatabaseBehindASymbolicLinkIsWatchedWhereItIs() throws Exception {
		Path real = Files.createDirectory(this.directory.resolve("real")).resolve("real.db");
		GoPeer peer = new GoPeer(real).createSchema();
		SqliteFile file = new SqliteFile(Files.createSymbolicLink(this.directory.resolve("link.db"), real));
		file.resolve();
		try (Notifications notifications = FileNotifications.open(file)) {
			peer.publish("orders", "x");
			Awaitility.await().until(() -> notifications.await(Duration.ofSeconds(1).toNanos()));
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void whereTheSystemDoesNotNotifyAWarningSaysSoAndTheFileIsPolled(CapturedOutput output) throws Exception {
		URI archive = URI.create("jar:" + this.directory.resolve("archive.zip").toUri());
		// a file system without notifications
		try (FileSystem fileSystem = FileSystems.newFileSystem(archive, Map.of("create", "true"));
				Notifications notifications = FileNotifications.open(new SqliteFile(fileSystem.getPath("/bus.db")))) {
			assertThat(notifications).isInstanceOf(Polling.class);
			assertThat(output).contains("WARN")
				.contains("The operating system does not notify of changes in '/'")
				.contains("limit of inotify reached?");
		}
	}

	@Test
	void messagesOfOthersArriveWithoutNotifications(CapturedOutput output) {
		Path file = this.directory.resolve("application.db");
		GoPeer peer = new GoPeer(file);
		GoPeer.SCHEMA.forEach(peer.jdbc()::execute);
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + file);
		Queue<String> received = new ConcurrentLinkedQueue<>();
		// in this journal mode nobody is notified
		try (SqliteMessenger messenger = SqliteMessenger.builder().dataSource(dataSource).build()) {
			assertThat(output).contains("messages of other processes are polled for");
			messenger.stream("orders", (message) -> received.add(message.text()));
			messenger.serve("echo", (request) -> request.reply("served"));
			for (int i = 0; i < 20; i++) {
				peer.publish("orders", "message " + i);
				List<String> last = List.of("message " + i);
				Awaitility.await().until(() -> received.containsAll(last));
			}
			peer.request("r1", "echo", "");
			Awaitility.await().until(() -> peer.reply("r1") != null);
			messenger.publish(BusMessage.of("orders", "own"));
			Awaitility.await().until(() -> received.contains("own"));
			assertThat(received).hasSize(21);
		}
	}

}
