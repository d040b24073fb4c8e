package dev.bus.benchmark.boot;

import java.util.function.Consumer;

import dev.bus.BusMessage;
import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.listener.BusStream;

/**
 * Receives messages as they are.
 *
 * @param subscriber gets the payloads
 * @since 0.1.0
 */
public record MessageListener(Consumer<byte[]> subscriber) {

	@BusStream(MessengerChannel.PATTERN)
	void on(BusMessage message) {
		this.subscriber.accept(message.data());
	}

}
