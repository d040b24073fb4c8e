package dev.bus.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Contributes the SQLite engine.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = { "org.springframework.jdbc.core.JdbcTemplate", "org.sqlite.JDBC" })
class SqliteMessengerConfiguration {

	/**
	 * Bound when the engine is used only, as all that costs time at the start.
	 */
	@Bean
	@Lazy
	BusSqliteProperties busSqliteProperties() {
		return new BusSqliteProperties();
	}

	@Bean(MessengerFactory.BEAN_NAME_PREFIX + "sqlite")
	@Lazy
	SqliteMessengerFactory sqliteMessengerFactory(BusSqliteProperties properties,
			@BusDataSource ObjectProvider<DataSource> qualified,
			ObjectProvider<ApplicationDataSource> applicationDataSource) {
		return new SqliteMessengerFactory(properties, qualified, applicationDataSource);
	}

	/**
	 * Created when it is wanted only, after whatever creates the tables of the
	 * application and may create those of the bus too.
	 */
	@Bean
	@Lazy
	@DependsOnDatabaseInitialization
	ApplicationDataSource busApplicationDataSource(@BusDataSource ObjectProvider<DataSource> qualified,
			ObjectProvider<DataSource> all) {
		return ApplicationDataSource.choose(qualified, all);
	}

}
