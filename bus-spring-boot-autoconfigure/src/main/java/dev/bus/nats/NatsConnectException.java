package dev.bus.nats;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.bus.BusException;

/**
 * Thrown when no server could be connected to. Holds no credentials.
 *
 * @since 0.1.0
 */
public class NatsConnectException extends BusException {

	private final transient List<String> servers;

	private final boolean refused;

	/**
	 * Create an exception.
	 * @param servers the servers that were tried, without credentials
	 * @param reason why the last of them could not be connected to
	 * @param refused whether a server did not accept the credentials
	 * @param cause the cause
	 */
	public NatsConnectException(List<String> servers, String reason, boolean refused, @Nullable Throwable cause) {
		super("Could not connect to NATS at " + String.join(", ", servers) + ": " + reason, cause);
		this.servers = List.copyOf(servers);
		this.refused = refused;
	}

	/**
	 * Create an exception for a server that has no valid URL.
	 * @param server what is configured, which may hold credentials
	 * @return the exception, without credentials
	 */
	public static NatsConnectException invalidServer(String server) {
		return new NatsConnectException(List.of(Redaction.redact(server)),
				"this is no URL such as nats://localhost:4222, or its credentials hold characters that must be encoded",
				false, null);
	}

	/**
	 * Return the servers that were tried.
	 * @return their URLs without credentials
	 */
	public List<String> servers() {
		return this.servers;
	}

	/**
	 * Return whether a server did not accept the credentials.
	 * @return {@code false} if the servers could not be reached, or not securely
	 */
	public boolean isRefused() {
		return this.refused;
	}

}
