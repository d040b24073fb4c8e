package dev.bus.listener;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ReflectionUtils;

/**
 * A method that is annotated as a listener, directly, by a composed annotation or where
 * it is declared first.
 *
 * @param method the method of the target class
 * @param annotations the annotations, {@link BusStream} and {@link BusServe} only
 */
record AnnotatedListener(Method method, List<MergedAnnotation<?>> annotations) {

	private static final Set<Class<? extends Annotation>> TYPES = Set.of(BusStream.class, BusServe.class);

	/**
	 * Find the listeners of a class. An overridden method counts once, with the
	 * annotations that are nearest to it.
	 * @param targetClass the class, not that of a proxy
	 * @return the listeners, in an order that is the same in every process
	 */
	static List<AnnotatedListener> of(Class<?> targetClass) {
		if (!AnnotationUtils.isCandidateClass(targetClass, TYPES) || !hasAnnotatedMethods(targetClass)) {
			return List.of();
		}
		Map<Method, List<MergedAnnotation<?>>> methods = MethodIntrospector.selectMethods(targetClass,
				(MethodIntrospector.MetadataLookup<List<MergedAnnotation<?>>>) AnnotatedListener::annotations);
		return methods.entrySet()
			.stream()
			.map((entry) -> new AnnotatedListener(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparing((AnnotatedListener listener) -> listener.method().getName())
				.thenComparing((listener) -> listener.method().toGenericString()))
			.toList();
	}

	/**
	 * Return whether any method has an annotation that may be one of a listener. Most
	 * classes of libraries have none, and this is seen much sooner than the search would
	 * end, which looks for each method in all types above. Since each bean comes by here,
	 * loops: the first of a kind of stream takes a millisecond.
	 */
	private static boolean hasAnnotatedMethods(Class<?> targetClass) {
		Set<Class<?>> types = new HashSet<>();
		addHierarchy(targetClass, types);
		for (Class<?> type : types) {
			for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
				if (isAnnotated(method)) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isAnnotated(Method method) {
		for (Annotation annotation : method.getDeclaredAnnotations()) {
			if (!isFromPlatform(annotation.annotationType().getName())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return whether an annotation is one of those that methods of libraries have most,
	 * none of which is composed of the two of the bus.
	 */
	private static boolean isFromPlatform(String name) {
		return name.startsWith("java.") || name.startsWith("org.springframework.boot.")
				|| name.startsWith("org.springframework.context.annotation.");
	}

	private static void addHierarchy(@Nullable Class<?> type, Set<Class<?>> types) {
		if (type != null && type != Object.class && types.add(type)) {
			addHierarchy(type.getSuperclass(), types);
			for (Class<?> superInterface : type.getInterfaces()) {
				addHierarchy(superInterface, types);
			}
		}
	}

	private static @Nullable List<MergedAnnotation<?>> annotations(Method method) {
		MergedAnnotations all = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		List<MergedAnnotation<?>> found = new ArrayList<>();
		Stream.concat(all.stream(BusStream.class), all.stream(BusServe.class)).forEach(found::add);
		int nearest = found.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElse(-1);
		found.removeIf((annotation) -> annotation.getAggregateIndex() != nearest);
		return found.isEmpty() ? null : found;
	}

}
