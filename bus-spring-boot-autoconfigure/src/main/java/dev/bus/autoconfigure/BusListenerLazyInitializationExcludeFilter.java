package dev.bus.autoconfigure;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.util.ClassUtils;

import dev.bus.listener.BusListenerAnnotationBeanPostProcessor;

/**
 * Has beans with annotated listeners created at the start where all others are lazy:
 * nobody else would ask for them.
 */
class BusListenerLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return BusListenerAnnotationBeanPostProcessor.hasListeners(ClassUtils.getUserClass(beanType));
	}

}
