package dev.bus.nats;

import org.testcontainers.containers.GenericContainer;

import dev.bus.testcontainers.NatsContainer;

/**
 * The server that tests share which do it no harm: a {@code nats-server} of the
 * {@code PATH}, or else a container. It ends with the JVM.
 */
public final class NatsServers {

	private NatsServers() {
	}

	/**
	 * Return the URL of the server, which is started at the first call.
	 * @return the URL
	 */
	public static String shared() {
		return Shared.URL;
	}

	/**
	 * Return whether there is something to start the server with.
	 * @return whether there is
	 */
	public static boolean areAvailable() {
		return NatsProcess.binary().isPresent() || NatsContainer.isDockerAvailable();
	}

	private static final class Shared {

		private static final String URL = NatsProcess.binary().isPresent() ? startProcess() : startContainer();

		private static String startProcess() {
			NatsProcess server = NatsProcess.start();
			Runtime.getRuntime().addShutdownHook(new Thread(server::close));
			return server.url();
		}

		private static String startContainer() {
			if (!NatsContainer.isDockerAvailable()) {
				throw new IllegalStateException(
						"No 'nats-server' on the PATH, and no Docker engine answers: install one");
			}
			GenericContainer<?> server = NatsContainer.create();
			server.start();
			Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
			return NatsContainer.url(server);
		}

	}

}
