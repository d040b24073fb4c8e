package dev.bus.autoconfigure;

import java.util.function.Function;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusSqliteProperties.InitializeSchema;
import dev.bus.sqlite.SqliteMessenger;
import dev.bus.sqlite.SqliteMessengerBuilder;

/**
 * Creates the messenger of the SQLite engine, on a file of its own or on the database of
 * the application.
 */
class SqliteMessengerFactory implements MessengerFactory {

	private final BusSqliteProperties properties;

	private final ObjectProvider<DataSource> qualified;

	private final ObjectProvider<ApplicationDataSource> applicationDataSource;

	SqliteMessengerFactory(BusSqliteProperties properties, ObjectProvider<DataSource> qualified,
			ObjectProvider<ApplicationDataSource> applicationDataSource) {
		this.properties = properties;
		this.qualified = qualified;
		this.applicationDataSource = applicationDataSource;
	}

	@Override
	public Messenger create(MessengerSettings settings) {
		SqliteMessengerBuilder builder = SqliteMessenger.builder()
			.requestTimeout(settings.requestTimeout())
			.maxPayload(settings.maxPayload());
		if (settings.executor() != null) {
			builder.executor(settings.executor());
		}
		if (settings.errorHandler() != null) {
			builder.errorHandler(settings.errorHandler());
		}
		apply(this.properties, builder);
		if (this.properties.isUseApplicationDataSource() || this.qualified.stream().findAny().isPresent()) {
			builder.dataSource(this.applicationDataSource.getObject().dataSource());
		}
		return builder.build();
	}

	private static void apply(BusSqliteProperties properties, SqliteMessengerBuilder builder) {
		apply("path", properties.getPath(), builder::path);
		apply("max-size", properties.getMaxSize(), (size) -> builder.maxSize(size.toBytes()));
		apply("max-rows", properties.getMaxRows(), builder::maxRows);
		apply("busy-timeout", properties.getBusyTimeout(), builder::busyTimeout);
		apply("retention", properties.getRetention(), builder::retention);
		apply("cleanup-interval", properties.getCleanupInterval(), builder::cleanupInterval);
		builder.synchronous(properties.getSynchronous())
			.localRequests(properties.getLocalRequests())
			.initializeSchema(properties.getInitializeSchema() == InitializeSchema.ALWAYS);
	}

	private static <V> void apply(String name, V value, Function<V, SqliteMessengerBuilder> setter) {
		PropertyValue.apply("bus.sqlite." + name, value, setter);
	}

}
