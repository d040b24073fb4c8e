package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * Requests through a messenger.
 *
 * @since 0.1.0
 */
public final class MessengerRequester implements Requester {

	/**
	 * The subject that is requested.
	 */
	public static final String SUBJECT = "orders.get";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Messenger requester;

	private final AutoCloseable server;

	private MessengerRequester(Messenger requester, AutoCloseable server) {
		this.requester = requester;
		this.server = server;
	}

	/**
	 * Create a requester of what an echo handler of another messenger, or the same one,
	 * serves.
	 * @param requester the messenger to request through
	 * @param server the messenger to serve through
	 * @return the requester, which closes both
	 */
	public static MessengerRequester echo(Messenger requester, Messenger server) {
		server.serve(SUBJECT, (request) -> request.reply(request.data()));
		return new MessengerRequester(requester, server);
	}

	/**
	 * Create a requester of what is served elsewhere.
	 * @param requester the messenger to request through
	 * @param server serves the {@linkplain #SUBJECT subject}
	 * @return the requester, which closes both
	 */
	public static MessengerRequester of(Messenger requester, AutoCloseable server) {
		return new MessengerRequester(requester, server);
	}

	@Override
	public byte[] request(byte[] payload) {
		return this.requester.request(SUBJECT, payload, TIMEOUT);
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
		this.requester.requestAsync(BusMessage.of(SUBJECT, payload), TIMEOUT)
			.whenComplete((reply, failure) -> whenDone.accept((reply != null) ? reply.data() : null, failure));
	}

	@Override
	public void close() throws Exception {
		this.requester.close();
		this.server.close();
	}

}
