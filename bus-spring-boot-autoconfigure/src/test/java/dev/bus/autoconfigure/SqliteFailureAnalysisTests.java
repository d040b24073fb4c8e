package dev.bus.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.SQLiteDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for what an application says whose database cannot carry the bus.
 */
@ExtendWith(OutputCaptureExtension.class)
class SqliteFailureAnalysisTests {

	@TempDir
	private Path directory;

	private Path file() {
		return this.directory.resolve("orders.db");
	}

	@Test
	void missingDirectory(CapturedOutput output) {
		failToStart("--bus.sqlite.path=" + this.directory.resolve("none/bus.db"));
		assertThat(output).contains("'" + this.directory + "/none/bus.db': its directory does not exist.")
			.contains("Create the directory, or name another file with 'bus.sqlite.path'.");
	}

	@Test
	void fileThatIsADirectory(CapturedOutput output) {
		failToStart("--bus.sqlite.path=" + this.directory);
		assertThat(output).contains("'" + this.directory + "': it is a directory.")
			.contains("Name a file with 'bus.sqlite.path'.");
	}

	@Test
	void fileThatIsNoDatabase(CapturedOutput output) throws IOException {
		Files.writeString(file(), "not a database at all, but long enough to have a header of one\n".repeat(20));
		failToStart("--bus.sqlite.path=" + file());
		assertThat(output).contains("'" + file() + "': it is not a SQLite database.")
			.contains("Name another file with 'bus.sqlite.path'.");
	}

	@Test
	void lockedFile(CapturedOutput output) throws SQLException {
		try (Connection connection = sqlite().getConnection()) {
			execute(connection, "PRAGMA journal_mode=WAL");
			execute(connection, "BEGIN IMMEDIATE");
			failToStart("--bus.sqlite.path=" + file(), "--bus.sqlite.busy-timeout=100ms");
		}
		assertThat(output).contains("'" + file() + "': another process holds its lock.")
			.contains("Find the process and end its transaction, or wait longer with 'bus.sqlite.busy-timeout'.");
	}

	@Test
	void missingTables(CapturedOutput output) {
		failToStart("--bus.sqlite.path=" + file(), "--bus.sqlite.initialize-schema=never");
		assertThat(output).contains("'" + file() + "': it lacks [bus_claims, ")
			.contains("Create them, or set 'bus.sqlite.initialize-schema' to 'always'.");
	}

	@Test
	void newerTables(CapturedOutput output) {
		new JdbcTemplate(sqlite()).execute("CREATE TABLE bus_meta AS SELECT 'schema_version' AS key, '99' AS value");
		failToStart("--bus.sqlite.path=" + file());
		assertThat(output)
			.contains("'" + file() + "': its schema has version 99 and this program knows versions up to 1.")
			.contains("Update this program, or name another file with 'bus.sqlite.path'.");
	}

	@Test
	void eventsWithoutAutoincrement(CapturedOutput output) {
		new JdbcTemplate(sqlite()).execute("CREATE TABLE bus_events (id INTEGER PRIMARY KEY, subject TEXT NOT NULL,"
				+ " data BLOB NOT NULL, created_at INTEGER NOT NULL)");
		failToStart("--bus.sqlite.path=" + file());
		assertThat(output).contains("the key of its table 'bus_events' is not AUTOINCREMENT")
			.contains("Drop that table while no process uses it, or name another file with 'bus.sqlite.path'.");
	}

	@Test
	void tableOfSomebodyElse(CapturedOutput output) {
		new JdbcTemplate(sqlite()).execute("CREATE TABLE bus_requests (line TEXT, stop TEXT)");
		failToStart("--bus.sqlite.path=" + file());
		assertThat(output).contains("its table 'bus_requests' has no column '")
			.contains("Rename that table if it is none of the bus, or name another file with 'bus.sqlite.path'.");
	}

	@Test
	void databaseInMemory(CapturedOutput output) {
		failToStart("--bus.sqlite.path=:memory:");
		assertThat(output).contains("Invalid value ':memory:' for configuration property 'bus.sqlite.path'")
			.contains("use the in-memory engine");
	}

	@Test
	void unknownSynchronous(CapturedOutput output) {
		failToStart("--bus.sqlite.path=" + file(), "--bus.sqlite.synchronous=maybe");
		assertThat(output).contains("Property: bus.sqlite.synchronous")
			.contains("Value: \"maybe\"")
			.containsPattern("The following values are valid:\\s+FULL\\s+NORMAL");
	}

	@Test
	void noDataSource(CapturedOutput output) {
		failToStart("--bus.sqlite.use-application-data-source=true");
		assertThat(output)
			.contains("Property 'bus.sqlite.use-application-data-source' is set, but the application has no DataSource"
					+ " bean.")
			.contains("Configure one, for example with spring-boot-starter-jdbc and"
					+ " 'spring.datasource.url=jdbc:sqlite:application.db'");
	}

	@Test
	void dataSourceOfAnotherDatabase(CapturedOutput output) throws SQLException {
		DataSource dataSource = mock(DataSource.class);
		Connection connection = mock(Connection.class);
		DatabaseMetaData metaData = mock(DatabaseMetaData.class);
		given(dataSource.getConnection()).willReturn(connection);
		given(connection.getMetaData()).willReturn(metaData);
		given(metaData.getDatabaseProductName()).willReturn("PostgreSQL");
		failToStart(dataSource);
		assertThat(output).contains("The data source of the application cannot carry the bus: it is of PostgreSQL.")
			.contains("Choose a data source of SQLite, or let the bus have a file of its own with 'bus.sqlite.path'.");
	}

	@Test
	void dataSourceInMemory(CapturedOutput output) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite::memory:");
		failToStart(dataSource);
		assertThat(output).contains("its database is in memory, where no other process sees it.")
			.contains("Choose a data source of a file, or set 'bus.backend' to 'in-memory'.");
	}

	@Test
	void dataSourceWithoutConnection(CapturedOutput output) throws SQLException {
		DataSource dataSource = mock(DataSource.class);
		given(dataSource.getConnection()).willThrow(new SQLException("refused"));
		failToStart(dataSource);
		assertThat(output).contains("cannot carry the bus: it gives no connection.")
			.contains("Check its URL, and that its database is there.");
	}

	private SQLiteDataSource sqlite() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + file());
		return dataSource;
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (var statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static void failToStart(DataSource dataSource) {
		SpringApplication application = application();
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("dataSource",
				DataSource.class, () -> dataSource));
		assertFails(application, "--bus.sqlite.use-application-data-source=true");
	}

	private static void failToStart(String... arguments) {
		assertFails(application(), arguments);
	}

	private static SpringApplication application() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private static void assertFails(SpringApplication application, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--bus.backend=sqlite");
		assertThatException().isThrownBy(() -> application.run(all.toArray(String[]::new)));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusAutoConfiguration.class)
	static class Application {

	}

}
