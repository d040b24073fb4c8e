package dev.bus.benchmark.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.load.Requester;

/**
 * Requests over the event bus of Vert.x, not clustered, to one verticle.
 */
final class VertxRequester implements Requester {

	private static final String ADDRESS = "orders.get";

	private static final DeliveryOptions OPTIONS = new DeliveryOptions().setLocalOnly(true).setSendTimeout(10_000);

	private final Vertx vertx = Vertx.vertx();

	VertxRequester() {
		this.vertx.deployVerticle(new Server()).toCompletionStage().toCompletableFuture().join();
	}

	@Override
	public byte[] request(byte[] payload) throws Exception {
		CompletableFuture<Message<byte[]>> reply = send(payload).toCompletionStage().toCompletableFuture();
		return reply.get(10, TimeUnit.SECONDS).body();
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
		send(payload).onComplete((reply, failure) -> whenDone.accept((reply != null) ? reply.body() : null, failure));
	}

	private Future<Message<byte[]>> send(byte[] payload) {
		return this.vertx.eventBus().request(ADDRESS, payload, OPTIONS);
	}

	@Override
	public void close() {
		this.vertx.close().toCompletionStage().toCompletableFuture().join();
	}

	private static final class Server extends VerticleBase {

		@Override
		public Future<?> start() {
			return this.vertx.eventBus()
				.<byte[]>localConsumer(ADDRESS, (request) -> request.reply(request.body()))
				.completion();
		}

	}

}
