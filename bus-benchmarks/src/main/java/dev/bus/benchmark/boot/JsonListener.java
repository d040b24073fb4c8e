package dev.bus.benchmark.boot;

import java.util.function.Consumer;

import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.listener.BusStream;

/**
 * Receives payloads as records.
 *
 * @param subscriber told of each
 */
record JsonListener(Consumer<byte[]> subscriber) {

	@BusStream(MessengerChannel.PATTERN)
	void on(OrderPlaced order) {
		this.subscriber.accept(order.received());
	}

}
