package dev.bus.benchmark.boot;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that starts, says how long that took since its JVM was started, and
 * ends. Uses nothing that another class of this module brings.
 *
 * @since 0.1.0
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	/**
	 * Start and end.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = SpringApplication.run(EmptyApplication.class, arguments);
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		int beans = context.getBeanDefinitionCount();
		context.close();
		System.out.println("value=" + millis + " beans=" + beans);
	}

}
