package dev.bus.listener;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Finds methods with {@link BusStream @BusStream} and {@link BusServe @BusServe} and
 * registers them once all singletons are there. Refuses those of beans that would come
 * too late or more than once: lazy, prototype and scoped ones.
 *
 * @since 0.1.0
 */
public final class BusListenerAnnotationBeanPostProcessor
		implements MergedBeanDefinitionPostProcessor, SmartInitializingSingleton, BeanFactoryAware, Ordered {

	private static final Log logger = LogFactory.getLog(BusListenerAnnotationBeanPostProcessor.class);

	private final ObjectProvider<BusListenerRegistry> registry;

	private final ObjectProvider<BusListenerEndpointFactory> endpointFactory;

	private final Set<Class<?>> classesWithoutListeners = ConcurrentHashMap.newKeySet();

	private final Queue<Runnable> registrations = new ConcurrentLinkedQueue<>();

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private volatile boolean singletonsInstantiated;

	/**
	 * Create a post-processor.
	 * @param registry takes the listeners
	 * @param endpointFactory makes endpoints of the annotated methods
	 */
	public BusListenerAnnotationBeanPostProcessor(ObjectProvider<BusListenerRegistry> registry,
			ObjectProvider<BusListenerEndpointFactory> endpointFactory) {
		this.registry = registry;
		this.endpointFactory = endpointFactory;
	}

	/**
	 * Return whether a class has methods that are annotated as listeners, so that its
	 * beans must not be initialized lazily.
	 * @param type the class, not that of a proxy
	 * @return {@code true} if there is at least one; {@code false} too if a type that its
	 * methods refer to is missing, so that it cannot be a bean anyway
	 */
	public static boolean hasListeners(Class<?> type) {
		try {
			return !AnnotatedListener.of(type).isEmpty();
		}
		catch (IllegalStateException ex) {
			logger.debug("Not searched for listeners: " + type, ex);
			return false;
		}
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
		if (isUnmanaged(beanDefinition)) {
			refuseListeners(beanName, beanDefinition, beanType);
		}
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof AopInfrastructureBean) {
			return bean;
		}
		Class<?> targetClass = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
		if (!mayHaveListeners(targetClass)) {
			return bean;
		}
		if (beanName.endsWith(AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX)) {
			throw target(beanName, targetClass).refuse("belongs to an object that is no bean",
					"Move the method to a bean", null);
		}
		if (this.singletonsInstantiated) {
			register(beanName, bean);
		}
		else {
			this.registrations.add(() -> register(beanName, bean));
		}
		return bean;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.beanFactory != null) {
			refuseListenersOfUnmanagedBeans(this.beanFactory);
		}
		this.singletonsInstantiated = true;
		this.registrations.forEach(Runnable::run);
		this.registrations.clear();
	}

	private void register(String beanName, Object bean) {
		this.endpointFactory.getObject().register(beanName, bean, this.registry.getObject()::register);
	}

	private void refuseListenersOfUnmanagedBeans(ConfigurableListableBeanFactory beanFactory) {
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition beanDefinition = beanFactory.getMergedBeanDefinition(beanName);
			Class<?> type = (!beanDefinition.isAbstract() && isUnmanaged(beanDefinition))
					? beanFactory.getType(beanName, false) : null;
			if (type != null) {
				refuseListeners(beanName, beanDefinition, type);
			}
		}
	}

	private void refuseListeners(String beanName, BeanDefinition beanDefinition, Class<?> type) {
		Class<?> targetClass = ClassUtils.getUserClass(type);
		if (!mayHaveListeners(targetClass)) {
			return;
		}
		ListenerTarget target = target(
				ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName) : beanName,
				targetClass);
		throw beanDefinition.isSingleton()
				? target.refuse("would hear nothing, because the bean is lazy",
						"Remove @Lazy from the bean, or exclude it from lazy initialization with @Lazy(false)", null)
				: target.refuse("has no one instance to call, because the scope of the bean is '"
						+ beanDefinition.getScope() + "'", "Move the method to a singleton bean", null);
	}

	private static ListenerTarget target(String beanName, Class<?> targetClass) {
		AnnotatedListener listener = AnnotatedListener.of(targetClass).get(0);
		return new ListenerTarget(listener.annotations().get(0).getType(), beanName, targetClass, listener.method());
	}

	private boolean mayHaveListeners(Class<?> targetClass) {
		if (this.classesWithoutListeners.contains(targetClass)) {
			return false;
		}
		if (hasListeners(targetClass)) {
			return true;
		}
		this.classesWithoutListeners.add(targetClass);
		return false;
	}

	private static boolean isUnmanaged(BeanDefinition beanDefinition) {
		return !beanDefinition.isSingleton() || beanDefinition.isLazyInit();
	}

}
