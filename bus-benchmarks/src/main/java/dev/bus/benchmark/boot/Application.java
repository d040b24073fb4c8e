package dev.bus.benchmark.boot;

import java.util.HashMap;
import java.util.Map;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An auto-configured application with one bean of its own.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Application {

	/**
	 * Start an application.
	 * @param bean the bean
	 * @param properties its properties
	 * @return the running application
	 */
	public static ConfigurableApplicationContext start(Object bean, Map<String, Object> properties) {
		Map<String, Object> all = new HashMap<>(properties);
		all.put("logging.level.root", "warn");
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(all)
			.initializers((context) -> register(bean, (GenericApplicationContext) context))
			.run();
	}

	private static <T> void register(T bean, GenericApplicationContext context) {
		@SuppressWarnings("unchecked")
		Class<T> type = (Class<T>) bean.getClass();
		context.registerBean(type, () -> bean);
	}

}
