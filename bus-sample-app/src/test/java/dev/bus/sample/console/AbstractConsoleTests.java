package dev.bus.sample.console;

import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import dev.bus.Messenger;

/**
 * Base of tests that call one running console, shared between them, over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
abstract class AbstractConsoleTests {

	@LocalServerPort
	private int port;

	@Autowired
	Messenger messenger;

	ConsoleClient client;

	@BeforeEach
	void createClient() {
		this.client = new ConsoleClient(this.port);
	}

}
