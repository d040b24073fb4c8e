package dev.bus.autoconfigure;

import java.util.function.Function;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Hands values of properties to who may refuse them, and then says which property it was.
 */
final class PropertyValue {

	private PropertyValue() {
	}

	static <V, R> R apply(String property, V value, Function<V, R> use) {
		try {
			return use.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + ".", ex);
		}
	}

}
