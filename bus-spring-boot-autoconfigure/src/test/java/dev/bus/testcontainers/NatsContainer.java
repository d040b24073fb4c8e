package dev.bus.testcontainers;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

import dev.bus.nats.NatsProcess;

/**
 * Containers of the image {@code nats}.
 */
final class NatsContainer {

	private NatsContainer() {
	}

	/**
	 * Create a container, of the version of the installed server where there is one: its
	 * image may have been made from it.
	 */
	static GenericContainer<?> create(String... command) {
		return new GenericContainer<>("nats:" + NatsProcess.version().orElse("2.10")).withCommand(command)
			.withExposedPorts(4222)
			.waitingFor(Wait.forListeningPorts(4222));
	}

}
