package dev.bus.testcontainers;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

import dev.bus.nats.NatsProcess;

/**
 * Containers of the image {@code nats}.
 */
public final class NatsContainer {

	private static final int PORT = 4222;

	private NatsContainer() {
	}

	/**
	 * Return whether a Docker engine answers.
	 * @return whether one does
	 */
	public static boolean isDockerAvailable() {
		try {
			return DockerClientFactory.instance().isDockerAvailable();
		}
		catch (RuntimeException ex) {
			// an engine that cannot fetch what Testcontainers needs is of no use
			return false;
		}
	}

	/**
	 * Create a container, of the version of the installed server where there is one: its
	 * image may have been made from it.
	 * @param command the arguments of the server
	 * @return the container, not started
	 */
	public static GenericContainer<?> create(String... command) {
		return new GenericContainer<>("nats:" + NatsProcess.version().orElse("2.10")).withCommand(command)
			.withExposedPorts(PORT)
			.waitingFor(Wait.forListeningPorts(PORT));
	}

	/**
	 * Return where the server in a container is reached.
	 * @param container the container, started
	 * @return the URL
	 */
	public static String url(GenericContainer<?> container) {
		return "nats://" + container.getHost() + ":" + container.getMappedPort(PORT);
	}

}
