package dev.bus.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteDataSource;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.sqlite.SqliteMessenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the SQLite engine on the database of the application.
 */
class ApplicationDataSourceTests {

	private static final List<String> TABLES = List.of("bus_claims", "bus_cursors", "bus_events", "bus_meta",
			"bus_replies", "bus_requests");

	@TempDir
	private Path directory;

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BusAutoConfiguration.class))
			.withPropertyValues("bus.backend=sqlite", "bus.sqlite.path=" + file("bus.db"),
					"test.directory=" + this.directory);
	}

	private ApplicationContextRunner bootDataSourceRunner() {
		return runner().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceInitializationAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, TransactionAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + file("application.db"));
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	@Test
	void dataSourceOfTheApplicationIsLeftAloneUnlessAskedFor() {
		bootDataSourceRunner().run((context) -> {
			assertThat(context.getBean(SqliteMessenger.class).path()).isEqualTo(file("bus.db"));
			assertThat(tables(context.getBean(JdbcTemplate.class))).isEmpty();
			assertThat(context).hasSingleBean(DataSource.class);
		});
	}

	@Test
	void dataSourceOfTheApplicationCarriesTheBusByProperty() {
		bootDataSourceRunner().withPropertyValues("bus.sqlite.use-application-data-source=true").run((context) -> {
			assertThat(context.getBean(SqliteMessenger.class).path()).isEqualTo(file("application.db"));
			assertThat(tables(context.getBean(JdbcTemplate.class))).containsExactlyElementsOf(TABLES);
			assertThat(file("bus.db")).doesNotExist();
		});
	}

	@Test
	void messageOfATransactionIsDeliveredIfAndWhenItCommits() {
		bootDataSourceRunner().withPropertyValues("bus.sqlite.use-application-data-source=true").run((context) -> {
			Messenger messenger = context.getBean(Messenger.class);
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("CREATE TABLE orders (name TEXT)");
			BlockingQueue<String> received = new LinkedBlockingQueue<>();
			messenger.stream("orders.placed", (message) -> received.add(message.text()));
			TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
			transaction.executeWithoutResult((status) -> {
				jdbc.update("INSERT INTO orders (name) VALUES ('hat')");
				messenger.publish(BusMessage.of("orders.placed", "hat"));
				status.setRollbackOnly();
			});
			transaction.executeWithoutResult((status) -> {
				jdbc.update("INSERT INTO orders (name) VALUES ('shoes')");
				messenger.publish(BusMessage.of("orders.placed", "shoes"));
				assertThat(received).isEmpty();
			});
			assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("shoes");
			assertThat(jdbc.queryForList("SELECT name FROM orders", String.class)).containsExactly("shoes");
			assertThat(received).isEmpty();
		});
	}

	@Test
	void requestWithinATransactionFailsAtOnce() {
		bootDataSourceRunner().withPropertyValues("bus.sqlite.use-application-data-source=true").run((context) -> {
			Messenger messenger = context.getBean(Messenger.class);
			messenger.serve("echo", (request) -> request);
			context.getBean(TransactionTemplate.class)
				.executeWithoutResult((status) -> assertThatIllegalStateException()
					.isThrownBy(() -> messenger.request("echo", new byte[0]))
					.withMessageContaining("'echo' within a transaction"));
		});
	}

	@Test
	void dataSourceOfTheApplicationIsNotClosed() {
		bootDataSourceRunner().withPropertyValues("bus.sqlite.use-application-data-source=true").run((context) -> {
			context.getBean(Messenger.class).close();
			HikariDataSource dataSource = context.getBean(HikariDataSource.class);
			assertThat(dataSource.isClosed()).isFalse();
			try (Connection connection = dataSource.getConnection()) {
				assertThat(connection.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void poolOfOneConnectionIsEnough() {
		bootDataSourceRunner()
			.withPropertyValues("bus.sqlite.use-application-data-source=true",
					"spring.datasource.hikari.maximum-pool-size=1", "spring.datasource.hikari.connection-timeout=1000")
			.run((context) -> {
				Messenger messenger = context.getBean(Messenger.class);
				BlockingQueue<String> received = new LinkedBlockingQueue<>();
				messenger.stream("orders.placed", (message) -> received.add(message.text()));
				context.getBean(TransactionTemplate.class).executeWithoutResult((status) -> {
					messenger.publish(BusMessage.of("orders.placed", "in"));
					messenger.publishAsync(BusMessage.of("orders.placed", "async"));
				});
				messenger.publish(BusMessage.of("orders.placed", "out"));
				assertThat(List.of(received.poll(10, TimeUnit.SECONDS), received.poll(10, TimeUnit.SECONDS),
						received.poll(10, TimeUnit.SECONDS)))
					.containsExactly("in", "async", "out");
			});
	}

	@Test
	void qualifiedDataSourceCarriesTheBusAndNobodyElseGetsIt() {
		bootDataSourceRunner().withUserConfiguration(QualifiedConfiguration.class).run((context) -> {
			assertThat(context.getBean(SqliteMessenger.class).path()).isEqualTo(file("qualified.db"));
			assertThat(tables(context.getBean(JdbcTemplate.class))).isEmpty();
			assertThat(context.getBean(JdbcTemplate.class).getDataSource()).isInstanceOf(HikariDataSource.class);
		});
	}

	@Test
	void qualifiedDataSourceWinsOverThatOfTheApplication() {
		bootDataSourceRunner().withUserConfiguration(QualifiedConfiguration.class)
			.withPropertyValues("bus.sqlite.use-application-data-source=true")
			.run((context) -> assertThat(context.getBean(SqliteMessenger.class).path())
				.isEqualTo(file("qualified.db")));
	}

	@Test
	void qualifiedDataSourceIsNotTouchedByOtherEngines() {
		runner().withUserConfiguration(QualifiedConfiguration.class)
			.withPropertyValues("bus.backend=in-memory")
			.run((context) -> assertThat(file("qualified.db")).doesNotExist());
	}

	@Test
	void primaryOfSeveralDataSourcesCarriesTheBus() {
		runner().withUserConfiguration(PrimaryConfiguration.class, OtherConfiguration.class)
			.withPropertyValues("bus.sqlite.use-application-data-source=true")
			.run((context) -> assertThat(context.getBean(SqliteMessenger.class).path()).isEqualTo(file("primary.db")));
	}

	@Test
	void severalDataSourcesFailTheStart() {
		runner().withUserConfiguration(OtherConfiguration.class)
			.withBean("another", DataSource.class, SQLiteDataSource::new)
			.withPropertyValues("bus.sqlite.use-application-data-source=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ApplicationDataSourceException.class)
				.hasMessageContainingAll("several DataSource beans", "@BusDataSource"));
	}

	@Test
	void tablesMayBeCreatedByTheApplication() throws IOException {
		Path schema = file("schema.sql");
		runner().run((context) -> Files.writeString(schema, schemaOf(file("bus.db"))));
		bootDataSourceRunner()
			.withPropertyValues("bus.sqlite.use-application-data-source=true", "bus.sqlite.initialize-schema=never",
					"spring.sql.init.mode=always", "spring.sql.init.separator=;;",
					"spring.sql.init.schema-locations=file:" + schema)
			.run((context) -> assertThat(tables(context.getBean(JdbcTemplate.class)))
				.containsExactlyElementsOf(TABLES));
	}

	@Test
	void initializationOfDatabasesIsNotWaitedForByOtherEngines() {
		bootDataSourceRunner().withPropertyValues("bus.backend=in-memory")
			.run((context) -> assertThat(dependencies(context, "busMessenger")).isNullOrEmpty());
	}

	private static String[] dependencies(AssertableApplicationContext context, String bean) {
		return context.getSourceApplicationContext().getBeanFactory().getBeanDefinition(bean).getDependsOn();
	}

	private static String schemaOf(Path file) {
		JdbcTemplate jdbc = new JdbcTemplate(sqlite(file));
		return String.join(";;\n",
				jdbc.queryForList("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name LIKE '%bus_%'"
						+ " ORDER BY type = 'table' DESC", String.class))
				+ ";;\nINSERT INTO bus_meta SELECT 'schema_version', '1'";
	}

	private static List<String> tables(JdbcTemplate jdbc) {
		return jdbc.queryForList(
				"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'bus%' ORDER BY name", String.class);
	}

	private static SQLiteDataSource sqlite(Path file) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + file);
		return dataSource;
	}

	private static SQLiteDataSource sqlite(Environment environment, String name) {
		return sqlite(Path.of(environment.getRequiredProperty("test.directory"), name));
	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedConfiguration {

		@Bean(defaultCandidate = false)
		@BusDataSource
		SQLiteDataSource busDataSource(Environment environment) {
			return sqlite(environment, "qualified.db");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryConfiguration {

		@Bean
		@Primary
		SQLiteDataSource primaryDataSource(Environment environment) {
			return sqlite(environment, "primary.db");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherConfiguration {

		@Bean
		SQLiteDataSource otherDataSource(Environment environment) {
			return sqlite(environment, "other.db");
		}

	}

}
