package dev.bus.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.bus.listener.BusServe;
import dev.bus.template.BusTemplate;

/**
 * The application of {@link KeepAliveTests}, whose main thread ends when it has started.
 * From then on a thread that keeps no JVM alive obeys the input: each line is sent as a
 * request, an empty one closes the context.
 */
public final class KeepAliveApplication {

	private KeepAliveApplication() {
	}

	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = run(
				(arguments[0].equals("listening")) ? Listening.class : Silent.class, arguments);
		Thread main = Thread.currentThread();
		Thread control = new Thread(() -> control(context, main), "control");
		control.setDaemon(true);
		control.start();
	}

	static ConfigurableApplicationContext run(Class<?> source, String... arguments) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application.run(arguments);
	}

	private static void control(ConfigurableApplicationContext context, Thread main) {
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			main.join();
			System.out.println("MAIN ENDED");
			String line = input.readLine();
			while (line != null && !line.isEmpty()) {
				System.out.println("REPLY " + context.getBean(BusTemplate.class).request("hello", line, String.class));
				line = input.readLine();
			}
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(BusAutoConfiguration.class)
	static class Silent {

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Silent.class)
	static class Listening {

		@BusServe("hello")
		String hello(String name) {
			return "hello " + name;
		}

	}

}
