package dev.bus.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Qualifier;

/**
 * Qualifier of the {@link javax.sql.DataSource} bean whose SQLite database carries the
 * bus. Messages that are published within its transactions are delivered if and when they
 * commit. The bus never closes it. Declare the bean with {@code defaultCandidate = false}
 * if the application has another data source, so that nobody else gets this one: <pre>
 * &#64;Bean(defaultCandidate = false)
 * &#64;BusDataSource
 * SQLiteDataSource busDataSource() { ... }
 * </pre>
 *
 * @since 0.1.0
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Qualifier
public @interface BusDataSource {

}
