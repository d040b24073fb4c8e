package dev.bus.benchmark.load;

import java.time.Duration;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * Requests through one messenger what is served through another, or the same.
 *
 * @since 0.1.0
 */
public final class MessengerRequester implements Requester {

	private static final String SUBJECT = "orders.get";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Messenger requester;

	private final Messenger server;

	/**
	 * Create a requester within one messenger, which it closes.
	 * @param messenger the messenger
	 */
	public MessengerRequester(Messenger messenger) {
		this(messenger, messenger);
	}

	/**
	 * Create a requester between two messengers, which it closes.
	 * @param requester the messenger to request through
	 * @param server the messenger to serve through
	 */
	public MessengerRequester(Messenger requester, Messenger server) {
		this.requester = requester;
		this.server = server;
		server.serve(SUBJECT, (request) -> request.reply(request.data()));
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
	public void close() {
		this.requester.close();
		this.server.close();
	}

}
