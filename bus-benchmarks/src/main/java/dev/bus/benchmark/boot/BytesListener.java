package dev.bus.benchmark.boot;

import java.util.function.Consumer;

import dev.bus.benchmark.load.MessengerChannel;
import dev.bus.listener.BusStream;

/**
 * Receives payloads as bytes.
 *
 * @param subscriber gets the payloads
 */
record BytesListener(Consumer<byte[]> subscriber) {

	@BusStream(MessengerChannel.PATTERN)
	void on(byte[] payload) {
		this.subscriber.accept(payload);
	}

}
