package dev.bus.autoconfigure;

import javax.sql.DataSource;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The data source of the application whose database carries the bus.
 *
 * @param dataSource the data source
 */
record ApplicationDataSource(DataSource dataSource) {

	/**
	 * Choose the data source.
	 * @param qualified those that are meant for the bus
	 * @param all those of the application
	 * @return the data source to use
	 */
	static ApplicationDataSource choose(ObjectProvider<DataSource> qualified, ObjectProvider<DataSource> all) {
		DataSource chosen = qualified.getIfAvailable(all::getIfUnique);
		if (chosen != null) {
			return new ApplicationDataSource(chosen);
		}
		if (all.stream().findAny().isPresent()) {
			throw new ApplicationDataSourceException(
					"Property 'bus.sqlite.use-application-data-source' is set, but the application has several"
							+ " DataSource beans",
					"Mark the one of the SQLite database that is to carry the bus with @BusDataSource, or as primary");
		}
		throw new ApplicationDataSourceException(
				"Property 'bus.sqlite.use-application-data-source' is set, but the application has no DataSource bean",
				"Configure one, for example with spring-boot-starter-jdbc and"
						+ " 'spring.datasource.url=jdbc:sqlite:application.db', or remove the property to let the bus"
						+ " use the file 'bus.sqlite.path'");
	}

}
