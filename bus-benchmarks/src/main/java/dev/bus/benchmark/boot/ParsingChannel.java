package dev.bus.benchmark.boot;

import java.util.function.Consumer;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.benchmark.load.Channel;

/**
 * Parses what another channel delivers, with Jackson alone.
 */
final class ParsingChannel implements Channel {

	private final ObjectReader reader = JsonMapper.builder().build().readerFor(OrderPlaced.class);

	private final Channel channel;

	ParsingChannel(Channel channel) {
		this.channel = channel;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) throws Exception {
		this.channel.subscribe((payload) -> {
			OrderPlaced order = this.reader.readValue(payload);
			subscriber.accept(order.received());
		});
	}

	@Override
	public void publish(byte[] payload) throws Exception {
		this.channel.publish(payload);
	}

	@Override
	public void close() throws Exception {
		this.channel.close();
	}

}
