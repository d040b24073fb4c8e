package dev.bus.nats;

/**
 * The server that tests share which do it no harm. It ends with the JVM.
 */
public final class NatsServers {

	private NatsServers() {
	}

	/**
	 * Return the URL of the server, which is started at the first call.
	 * @return the URL
	 */
	public static String shared() {
		return Shared.SERVER.url();
	}

	private static final class Shared {

		private static final NatsProcess SERVER = start();

		private static NatsProcess start() {
			NatsProcess server = NatsProcess.start();
			Runtime.getRuntime().addShutdownHook(new Thread(server::close));
			return server;
		}

	}

}
