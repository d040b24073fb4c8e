package dev.bus.benchmark.memory;

import java.util.function.Consumer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;

import dev.bus.benchmark.load.Channel;

/**
 * The event bus of Vert.x, not clustered, with a verticle for each subscriber.
 */
final class VertxChannel implements Channel {

	private static final String ADDRESS = "orders.created";

	private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

	private final Vertx vertx = Vertx.vertx();

	VertxChannel(int subscribers) {
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.vertx.deployVerticle(new Subscriber(subscriber)).toCompletionStage().toCompletableFuture().join();
	}

	@Override
	public void publish(byte[] payload) {
		this.vertx.eventBus().publish(ADDRESS, payload, LOCAL);
	}

	@Override
	public void close() {
		this.vertx.close().toCompletionStage().toCompletableFuture().join();
	}

	private static final class Subscriber extends VerticleBase {

		private final Consumer<byte[]> subscriber;

		Subscriber(Consumer<byte[]> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public Future<?> start() {
			return this.vertx.eventBus()
				.<byte[]>localConsumer(ADDRESS, (message) -> this.subscriber.accept(message.body()))
				.completion();
		}

	}

}
