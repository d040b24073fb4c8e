package dev.bus.autoconfigure;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.bus.RequestHandlerException;
import dev.bus.listener.BusServe;
import dev.bus.template.BusTemplate;

/**
 * The application of {@link AheadOfTimeTests}: prints what its own listener answers to a
 * good and a bad request, and ends.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ BusAutoConfiguration.class, JacksonAutoConfiguration.class, LifecycleAutoConfiguration.class,
		ValidationAutoConfiguration.class })
public class AheadOfTimeApplication {

	@BusServe("orders.get")
	Order get(@Valid Order order) {
		return order;
	}

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = SpringApplication.run(AheadOfTimeApplication.class, arguments)) {
			BusTemplate template = context.getBean(BusTemplate.class);
			System.out.println("REPLY " + template.request("orders.get", new Order("7"), Order.class));
			try {
				template.request("orders.get", new Order(""), Order.class);
			}
			catch (RequestHandlerException ex) {
				System.out.println("REFUSED " + ex.getMessage());
			}
		}
	}

	record Order(@NotBlank String id) {

	}

}
