package dev.bus.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.SQLiteDataSource;

import dev.bus.BusErrorHandler;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.PayloadTooLargeException;
import dev.bus.memory.InMemoryMessenger;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqliteMessengerConfiguration} on a file of the bus' own.
 */
@ExtendWith(OutputCaptureExtension.class)
class SqliteMessengerConfigurationTests {

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
			.withPropertyValues("bus.backend=sqlite", "bus.sqlite.path=" + file());
	}

	private Path file() {
		return this.directory.resolve("orders.db");
	}

	private JdbcTemplate jdbc() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + file());
		return new JdbcTemplate(dataSource);
	}

	@Test
	void engineIsSqliteOnTheFileOfTheProperty(CapturedOutput output) {
		runner().run((context) -> {
			assertThat(context).getBean(Messenger.class)
				.isInstanceOfSatisfying(SqliteMessenger.class,
						(messenger) -> assertThat(messenger.path()).isEqualTo(file()));
			assertThat(output.getOut().lines().filter((line) -> line.contains("Bus runs on the sqlite engine")))
				.hasSize(1);
		});
	}

	@Test
	void twoApplicationsOnOneFileTalk() {
		runner().run((first) -> runner().run((second) -> {
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			first.getBean(Messenger.class).stream("orders.*", (message) -> received.add(message.text()));
			first.getBean(Messenger.class).serve("orders.get", (request) -> request.reply("7"));
			second.getBean(Messenger.class).publish(BusMessage.of("orders.placed", "shoes"));
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("shoes");
			assertThat(second.getBean(Messenger.class).request(BusMessage.of("orders.get", "")).text()).isEqualTo("7");
		}));
	}

	@Test
	void messengerIsClosedWithTheContext() {
		Messenger[] messenger = new Messenger[1];
		runner().run((context) -> {
			messenger[0] = context.getBean(Messenger.class);
			assertThat(messenger[0].status()).isEqualTo(MessengerStatus.CONNECTED);
		});
		assertThat(messenger[0].status()).isEqualTo(MessengerStatus.CLOSED);
	}

	@Test
	void otherEngineMakesNoFile() {
		runner().withPropertyValues("bus.backend=in-memory").run((context) -> {
			assertThat(context).hasSingleBean(InMemoryMessenger.class);
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void commonPropertiesReachTheMessenger() {
		runner().withPropertyValues("bus.request-timeout=300ms", "bus.max-payload=2KB").run((context) -> {
			Messenger messenger = context.getBean(Messenger.class);
			assertThat(messenger.requestTimeout()).isEqualTo(Duration.ofMillis(300));
			messenger.publish("a.b", new byte[2048]);
			assertThatExceptionOfType(PayloadTooLargeException.class)
				.isThrownBy(() -> messenger.publish("a.b", new byte[2049]));
		});
	}

	@Test
	void eventsAreRemovedAfterTheRetention() {
		runner().withPropertyValues("bus.sqlite.retention=1s", "bus.sqlite.cleanup-interval=100ms").run((context) -> {
			context.getBean(Messenger.class).publish("a.b", new byte[0]);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("bus_events") == 0);
		});
	}

	@Test
	void eventsBeyondTheMaximumOfRowsAreRemoved() {
		runner().withPropertyValues("bus.sqlite.max-rows=2000", "bus.sqlite.cleanup-interval=100ms").run((context) -> {
			Messenger messenger = context.getBean(Messenger.class);
			for (int i = 0; i < 3500; i++) {
				messenger.publishAsync("a.b", new byte[0]);
			}
			messenger.publish("a.b", new byte[0]);
			Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count("bus_events") <= 2000);
		});
	}

	@ParameterizedTest
	@CsvSource({ "prefer, 0", "never, 1" })
	void requestsToHandlersOfTheApplicationGoThroughTheFileIfWanted(String localRequests, int expected) {
		runner().withPropertyValues("bus.sqlite.local-requests=" + localRequests).run((context) -> {
			jdbc().execute("CREATE TABLE seen (id TEXT)");
			jdbc()
				.execute("CREATE TRIGGER see AFTER INSERT ON bus_requests BEGIN INSERT INTO seen VALUES (NEW.id); END");
			Messenger messenger = context.getBean(Messenger.class);
			messenger.serve("echo", (request) -> request.reply(request.data()));
			assertThat(messenger.request(BusMessage.of("echo", "hello")).text()).isEqualTo("hello");
			assertThat(count("seen")).isEqualTo(expected);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-size=0B", "max-rows=0", "busy-timeout=0s", "busy-timeout=25h", "retention=-1s",
			"cleanup-interval=0s", "path=:memory:", "path=", "path=bus.db?mode=ro" })
	void badPropertyFailsTheStartByName(String property) {
		runner().withPropertyValues("bus.sqlite." + property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining(
						"Property bus.sqlite." + property.substring(0, property.indexOf('=')) + " with value"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "full", "FULL", "normal" })
	void enumsAreBoundWithRelaxedRules(String synchronous) {
		runner().withPropertyValues("bus.sqlite.synchronous=" + synchronous, "bus.sqlite.initialize-schema=Always")
			.run((context) -> assertThat(context).hasSingleBean(SqliteMessenger.class));
	}

	@Test
	void missingTablesAreCreatedOnlyIfWanted() {
		runner().withPropertyValues("bus.sqlite.initialize-schema=never")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContainingAll(file().toString(), "bus_events", "bus.sqlite.initialize-schema"));
		runner().run((context) -> assertThat(context).hasNotFailed());
		runner().withPropertyValues("bus.sqlite.initialize-schema=never")
			.run((context) -> assertThat(context).hasSingleBean(SqliteMessenger.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.sqlite", "org.springframework.jdbc" })
	void withoutItsLibrariesTheEngineIsNotThere(String library) {
		FilteredClassLoader classLoader = new FilteredClassLoader(library);
		runner().withClassLoader(classLoader)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(BackendUnavailableException.class));
		runner().withClassLoader(classLoader)
			.withPropertyValues("bus.backend=in-memory")
			.run((context) -> assertThat(context).hasSingleBean(InMemoryMessenger.class));
	}

	@Test
	void initializationOfDatabasesIsNotNeeded() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.sql"))
			.run((context) -> assertThat(context).hasSingleBean(SqliteMessenger.class));
	}

	@Test
	void userErrorHandlerIsToldOfFailures() {
		BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
		runner().withBean(BusErrorHandler.class, () -> (message, error, subscription) -> told.add(error))
			.run((context) -> {
				Messenger messenger = context.getBean(Messenger.class);
				messenger.stream("a.b", (message) -> {
					throw new IllegalStateException("broken");
				});
				messenger.publish("a.b", new byte[0]);
				assertThat(told.poll(10, TimeUnit.SECONDS)).hasMessage("broken");
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsWhereTheApplicationDoes() {
		runner().withPropertyValues("spring.threads.virtual.enabled=true", "bus.sqlite.local-requests=never")
			.run((context) -> {
				Messenger messenger = context.getBean(Messenger.class);
				messenger.serve("thread", (request) -> request.reply(Thread.currentThread().toString()));
				assertThat(messenger.request(BusMessage.of("thread", "")).text()).startsWith("VirtualThread[")
					.contains(",bus-");
			});
	}

	@Test
	void othersFindNoDataSourceToInject() {
		runner().run(
				(context) -> assertThat(context).doesNotHaveBean(DataSource.class).doesNotHaveBean(JdbcTemplate.class));
	}

	private int count(String table) {
		List<Integer> count = jdbc().queryForList("SELECT COUNT(*) FROM " + table, Integer.class);
		return count.get(0);
	}

}
