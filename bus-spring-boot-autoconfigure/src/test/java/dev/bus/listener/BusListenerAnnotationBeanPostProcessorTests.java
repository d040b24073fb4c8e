package dev.bus.listener;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.messaging.handler.annotation.Header;

import dev.bus.BusMessage;
import dev.bus.Messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BusListenerAnnotationBeanPostProcessor}.
 */
class BusListenerAnnotationBeanPostProcessorTests {

	@Test
	void listenersOfAllBeansAreRegistered() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Plain.class,
				Nested.class)) {
			assertThat(ids(context)).containsExactlyInAnyOrder(name(Plain.class) + ".on", "inner.on");
		}
	}

	@Test
	void beanThatComesLateIsRegisteredAndStarted() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start()) {
			context.registerBean("late", Plain.class);
			context.getBean("late");
			assertThat(registry(context).find("late.on")).get().matches(BusListenerContainer::isRunning);
		}
	}

	@Test
	void methodOfAProxyOfTheClassIsCalledThroughTheProxy() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(ClassProxies.class,
				Plain.class)) {
			assertThat(AopUtils.isCglibProxy(context.getBean(Plain.class))).isTrue();
			request(context, "plain");
			assertThat(context.getBean(ClassProxies.class).calls).containsExactly("on");
		}
	}

	@Test
	void methodOfAProxyOfAnInterfaceIsCalledThroughTheProxy() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(InterfaceProxies.class,
				Implementation.class)) {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Contract.class))).isTrue();
			assertThat(request(context, "contract")).isEqualTo("acme: text");
			assertThat(context.getBean(InterfaceProxies.class).calls).containsExactly("on");
		}
	}

	@Test
	void methodThatAProxyHidesIsRefused() {
		refuses("method '" + Hidden.class.getName() + ".on()' of bean '" + name(Hidden.class)
				+ "' cannot be called on the proxy of the bean", "declare the method in an interface",
				InterfaceProxies.class, Hidden.class);
	}

	@Test
	void privateMethodBehindAProxyIsRefused() {
		refuses("cannot be called on the proxy of the bean", "Make the method package-private, protected or public",
				ClassProxies.class, PrivateMethod.class);
	}

	@Test
	void overriddenMethodIsRegisteredOnce() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Overriding.class)) {
			assertThat(registry(context).list()).extracting(BusListenerContainer::subject)
				.containsExactly("overriding.a", "base.b");
			assertThat(request(context, "overriding.a")).isEqualTo("overriding 1");
			assertThat(request(context, "base.b")).isEqualTo("overriding b");
		}
	}

	@Test
	void inheritedGenericParameterIsResolved() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(Inheriting.class)) {
			assertThat(ids(context)).hasSize(2);
			assertThat(request(context, "base.a")).isEqualTo("base Integer");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Implementing.class, ImplementingDerived.class })
	void annotationOfAnInterfaceMethodCounts(Class<?> implementation) {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(implementation)) {
			assertThat(ids(context)).hasSize(2);
			assertThat(request(context, "annotated")).isEqualTo("implementing acme");
			assertThat(request(context, "default")).isEqualTo("by default");
		}
	}

	@Test
	void configurationClassMayListen() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration
			.start(ListeningConfiguration.class)) {
			assertThat(request(context, "configuration")).isEqualTo("configuration");
		}
	}

	@Test
	void productOfAFactoryBeanMayListen() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(PlainFactory.class)) {
			context.getBean(name(PlainFactory.class));
			assertThat(ids(context)).containsExactly(name(PlainFactory.class) + ".on");
		}
	}

	@Test
	void sameIdTwiceIsRefused() {
		refuses("method '" + SameId.class.getName() + ".two()' of bean '" + name(SameId.class)
				+ "' cannot be registered: Id 'same' is already taken by the serve listener 'same' of subject 'one'",
				"Give it another id in the annotation", SameId.class);
	}

	@Test
	void lazyBeanIsRefused() {
		refuses("@BusServe method '" + LazyBean.class.getName() + ".on()' of bean '" + name(LazyBean.class)
				+ "' would hear nothing, because the bean is lazy", "@Lazy(false)", LazyBean.class);
	}

	@Test
	void lazyBeanMethodIsRefused() {
		refuses("of bean 'lazyPlain' would hear nothing, because the bean is lazy", "Remove @Lazy",
				LazyBeanMethod.class);
	}

	@Test
	void lazyBeanOfAHiddenTypeIsRefusedWhenItIsCreated() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(LazyHiddenType.class)) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> context.getBean("hidden"))
				.havingRootCause()
				.isInstanceOf(BusListenerConfigurationException.class)
				.withMessageContaining("of bean 'hidden' would hear nothing");
		}
	}

	@Test
	void prototypeBeanIsRefused() {
		refuses("of bean '" + name(PrototypeBean.class)
				+ "' has no one instance to call, because the scope of the bean is 'prototype'",
				"Move the method to a singleton bean", PrototypeBean.class);
	}

	@Test
	void scopedBeanIsRefused() {
		refuses("of bean '" + name(ScopedBean.class)
				+ "' has no one instance to call, because the scope of the bean is 'thread'",
				"Move the method to a singleton bean", ThreadScope.class, ScopedBean.class);
	}

	@Test
	void lazyAndPrototypeBeansWithoutListenersAreLeftAlone() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start(LazyOthers.class)) {
			assertThat(context.getBeanFactory().containsSingleton("lazyOther")).isFalse();
			assertThat(context.getBean("prototypeOther")).isNotSameAs(context.getBean("prototypeOther"));
		}
	}

	@Test
	void prototypeBeanThatMissesATypeIsLeftAlone() throws Exception {
		Class<?> incomplete = new IncompleteClassLoader().loadClass(Incomplete.class.getName());
		assertThatExceptionOfType(NoClassDefFoundError.class).isThrownBy(incomplete::getDeclaredMethods);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			RootBeanDefinition prototype = new RootBeanDefinition(incomplete);
			prototype.setScope(BeanDefinition.SCOPE_PROTOTYPE);
			context.registerBeanDefinition("incomplete", prototype);
			context.register(BusListenerTestConfiguration.class);
			context.refresh();
			assertThat(context.isRunning()).isTrue();
		}
	}

	@Test
	void objectThatIsNoBeanIsRefused() {
		try (AnnotationConfigApplicationContext context = BusListenerTestConfiguration.start()) {
			String beanName = Plain.class.getName() + AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX;
			assertThatExceptionOfType(BusListenerConfigurationException.class)
				.isThrownBy(() -> context.getAutowireCapableBeanFactory().initializeBean(new Plain(), beanName))
				.withMessageContaining("belongs to an object that is no bean")
				.withMessageContaining("Move the method to a bean");
		}
	}

	@Test
	void hasListenersFindsAnnotatedClassesOnly() {
		assertThat(BusListenerAnnotationBeanPostProcessor.hasListeners(Plain.class)).isTrue();
		assertThat(BusListenerAnnotationBeanPostProcessor.hasListeners(Inheriting.class)).isTrue();
		assertThat(BusListenerAnnotationBeanPostProcessor.hasListeners(Repeating.class)).isTrue();
		assertThat(BusListenerAnnotationBeanPostProcessor.hasListeners(Contract.class)).isFalse();
		assertThat(BusListenerAnnotationBeanPostProcessor.hasListeners(String.class)).isFalse();
	}

	private static void refuses(String description, String action, Class<?>... components) {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> BusListenerTestConfiguration.start(components))
			.satisfies((ex) -> {
				Throwable cause = ex;
				while (!(cause instanceof BusListenerConfigurationException)) {
					cause = cause.getCause();
					assertThat(cause).isNotNull();
				}
				assertThat(cause).hasMessageContaining(description).hasMessageContaining(action);
			});
	}

	private static BusListenerRegistry registry(AnnotationConfigApplicationContext context) {
		return context.getBean(BusListenerRegistry.class);
	}

	private static List<String> ids(AnnotationConfigApplicationContext context) {
		return registry(context).list().stream().map(BusListenerContainer::id).toList();
	}

	private static String name(Class<?> type) {
		String name = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
		return Character.toLowerCase(name.charAt(0)) + name.substring(1);
	}

	private static String request(AnnotationConfigApplicationContext context, String subject) {
		BusMessage request = BusMessage.of(subject, "1");
		return context.getBean(Messenger.class).request(request, Duration.ofSeconds(30)).text();
	}

	static class Plain {

		@BusServe("plain")
		void on() {
		}

	}

	static class Repeating {

		@BusStream("a")
		@BusStream("b")
		void on() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Nested {

		@Bean
		Object inner() {
			return new Plain();
		}

	}

	/**
	 * Proxies the beans of this test and records the methods that are called.
	 */
	abstract static class Proxies implements BeanPostProcessor {

		final List<String> calls = new CopyOnWriteArrayList<>();

		private final boolean ofClass;

		Proxies(boolean ofClass) {
			this.ofClass = ofClass;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!bean.getClass().getName().startsWith(getClass().getEnclosingClass().getName())) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(this.ofClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				this.calls.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

	}

	static class ClassProxies extends Proxies {

		ClassProxies() {
			super(true);
		}

	}

	static class InterfaceProxies extends Proxies {

		InterfaceProxies() {
			super(false);
		}

	}

	interface Contract {

		String on(String tenant, String text);

	}

	static class Implementation implements Contract {

		@Override
		@BusServe("contract")
		public String on(@Header(name = "tenant", defaultValue = "acme") String tenant, String text) {
			return tenant + ": text";
		}

	}

	static class Hidden implements Closeable {

		@BusServe("hidden")
		void on() {
		}

		@Override
		public void close() {
		}

	}

	static class PrivateMethod {

		@BusServe("private")
		private void on() {
		}

	}

	static class Base<T> {

		@BusServe("base.a")
		String a(T value) {
			return "base " + value.getClass().getSimpleName();
		}

		@BusServe("base.b")
		String b() {
			return "base b";
		}

	}

	static class Inheriting extends Base<Integer> {

	}

	static class Overriding extends Base<Integer> {

		@Override
		@BusServe("overriding.a")
		String a(Integer value) {
			return "overriding " + value;
		}

		@Override
		String b() {
			return "overriding b";
		}

	}

	interface Annotated {

		@BusServe("annotated")
		String on(@Header(name = "tenant", defaultValue = "acme") String tenant);

		@BusServe("default")
		default String byDefault() {
			return "by default";
		}

	}

	static class Implementing implements Annotated {

		@Override
		public String on(String tenant) {
			return "implementing " + tenant;
		}

	}

	interface Derived extends Annotated {

	}

	static class ImplementingDerived implements Derived {

		@Override
		public String on(String tenant) {
			return "implementing " + tenant;
		}

	}

	@Configuration
	static class ListeningConfiguration {

		@BusServe("configuration")
		String on() {
			return "configuration";
		}

	}

	static class PlainFactory implements FactoryBean<Plain> {

		@Override
		public Plain getObject() {
			return new Plain();
		}

		@Override
		public Class<?> getObjectType() {
			return Plain.class;
		}

	}

	static class SameId {

		@BusServe(subject = "one", id = "same")
		void one() {
		}

		@BusServe(subject = "two", id = "same")
		void two() {
		}

	}

	@Lazy
	static class LazyBean extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBeanMethod {

		@Bean
		@Lazy
		Plain lazyPlain() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyHiddenType {

		@Bean
		@Lazy
		Object hidden() {
			return new Plain();
		}

	}

	@Scope("prototype")
	static class PrototypeBean extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class ThreadScope {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

	}

	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedBean extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyOthers {

		@Bean
		@Lazy
		Object lazyOther() {
			return new Object();
		}

		@Bean
		@Scope("prototype")
		Object prototypeOther() {
			return new Object();
		}

	}

	static class Missing {

	}

	static class Incomplete {

		@BusServe("incomplete")
		void on(Missing missing) {
		}

	}

	/**
	 * Defines {@link Incomplete} where {@link Missing} cannot be found.
	 */
	static class IncompleteClassLoader extends ClassLoader {

		IncompleteClassLoader() {
			super(IncompleteClassLoader.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.equals(Missing.class.getName())) {
				throw new ClassNotFoundException(name);
			}
			if (!name.equals(Incomplete.class.getName())) {
				return super.loadClass(name, resolve);
			}
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = Objects.requireNonNull(in).readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
