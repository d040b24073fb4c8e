package dev.bus.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What a listener annotation stands on, as error texts name it.
 *
 * @param annotation the type of the annotation
 * @param beanName the name of the bean
 * @param targetClass the class behind the bean
 * @param method the annotated method
 */
record ListenerTarget(Class<? extends Annotation> annotation, String beanName, Class<?> targetClass, Method method) {

	/**
	 * Create the exception for a listener that cannot be.
	 * @param problem what is wrong with it, continuing a sentence about it
	 * @param action what to do
	 * @param cause what was reported, or {@code null}
	 * @return the exception
	 */
	BusListenerConfigurationException refuse(String problem, String action, @Nullable Throwable cause) {
		return new BusListenerConfigurationException(this + " " + problem, action, cause);
	}

	@Override
	public String toString() {
		String parameters = Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", ", "(", ")"));
		return "@" + this.annotation.getSimpleName() + " method '" + this.targetClass.getName() + "."
				+ this.method.getName() + parameters + "' of bean '" + this.beanName + "'";
	}

}
