package dev.bus.benchmark.nats;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BiConsumer;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.load.Requester;

/**
 * The plain client with its default options: one connection requests, the other answers
 * on the one thread of a dispatcher.
 */
final class JnatsRequester implements Requester {

	private static final String SUBJECT = "orders.get";

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Connection requester;

	private final Connection server;

	JnatsRequester(String url) throws Exception {
		this(url, (request) -> {
		});
	}

	/**
	 * Create a requester.
	 * @param work done for each request, before it is answered
	 */
	JnatsRequester(String url, MessageHandler work) throws Exception {
		this.requester = Nats.connect(url);
		this.server = Nats.connect(url);
		this.server.createDispatcher((request) -> {
			work.onMessage(request);
			this.server.publish(request.getReplyTo(), request.getData());
		}).subscribe(SUBJECT);
		this.server.flush(TIMEOUT);
	}

	@Override
	public byte[] request(byte[] payload) throws Exception {
		Message reply = this.requester.request(SUBJECT, payload, TIMEOUT);
		if (reply == null) {
			throw new IOException("No reply within " + TIMEOUT);
		}
		return reply.getData();
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
		this.requester.request(SUBJECT, payload)
			.whenComplete((reply, failure) -> whenDone.accept((reply != null) ? reply.getData() : null, failure));
	}

	@Override
	public void close() throws Exception {
		this.requester.close();
		this.server.close();
	}

}
