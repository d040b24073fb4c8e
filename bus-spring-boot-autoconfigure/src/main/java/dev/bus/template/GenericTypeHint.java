package dev.bus.template;

import java.lang.reflect.Method;
import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

/**
 * Tells converters a generic type. A method parameter is the one hint that those of
 * spring-messaging understand; this one belongs to no method that is ever called.
 */
class GenericTypeHint extends MethodParameter {

	private static final Method METHOD;

	static {
		try {
			METHOD = GenericTypeHint.class.getDeclaredMethod("parameter", Object.class);
		}
		catch (NoSuchMethodException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Type type;

	GenericTypeHint(Type type) {
		super(METHOD, 0);
		this.type = type;
	}

	private GenericTypeHint(GenericTypeHint original) {
		super(original);
		this.type = original.type;
	}

	@Override
	public Type getGenericParameterType() {
		return this.type;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return super.equals(other) && other instanceof GenericTypeHint hint && this.type.equals(hint.type);
	}

	@Override
	public int hashCode() {
		return this.type.hashCode();
	}

	@Override
	public GenericTypeHint clone() {
		return new GenericTypeHint(this);
	}

	private static void parameter(Object value) {
	}

}
