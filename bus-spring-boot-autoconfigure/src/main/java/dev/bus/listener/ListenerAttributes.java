package dev.bus.listener;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * The attributes of a listener annotation, with placeholders and expressions resolved.
 */
final class ListenerAttributes {

	private final ListenerTarget target;

	private final MergedAnnotation<?> annotation;

	private final EmbeddedValueResolver resolver;

	ListenerAttributes(ListenerTarget target, MergedAnnotation<?> annotation, EmbeddedValueResolver resolver) {
		this.target = target;
		this.annotation = annotation;
		this.resolver = resolver;
	}

	/**
	 * Return a text.
	 * @param name the name of the attribute
	 * @return the resolved value, {@code null} if it is blank
	 */
	@Nullable String text(String name) {
		String raw = this.annotation.getString(name);
		try {
			String value = this.resolver.resolveStringValue(raw);
			if (value != null && value.contains("${")) {
				// not every context is strict about placeholders
				throw new IllegalArgumentException("Could not resolve placeholder in \"" + value + "\"");
			}
			return StringUtils.hasText(value) ? value.strip() : null;
		}
		catch (IllegalArgumentException | BeansException ex) {
			throw this.target.refuse("has an attribute that cannot be resolved: " + name + " = \"" + raw + "\"",
					"Define what it refers to, or give a default as in ${name:default}", ex);
		}
	}

	int number(String name, int defaultValue) {
		String value = text(name);
		try {
			return (value != null) ? Integer.parseInt(value) : defaultValue;
		}
		catch (NumberFormatException ex) {
			throw this.target.refuse("has a bad attribute: " + name + " = \"" + value + "\"",
					"Use a whole number from 1", ex);
		}
	}

	boolean flag(String name, boolean defaultValue) {
		String value = text(name);
		if (value == null) {
			return defaultValue;
		}
		if ("true".equalsIgnoreCase(value) || "false".equalsIgnoreCase(value)) {
			return Boolean.parseBoolean(value);
		}
		throw this.target.refuse("has a bad attribute: " + name + " = \"" + value + "\"", "Use \"true\" or \"false\"",
				null);
	}

}
