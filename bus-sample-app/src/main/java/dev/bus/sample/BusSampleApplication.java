package dev.bus.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts the bus console.
 *
 * @since 0.1.0
 */
@SpringBootApplication
public class BusSampleApplication {

	public static void main(String[] args) {
		SpringApplication.run(BusSampleApplication.class, args);
	}

}
