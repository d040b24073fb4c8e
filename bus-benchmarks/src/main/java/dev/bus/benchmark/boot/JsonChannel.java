package dev.bus.benchmark.boot;

import java.util.function.Consumer;

import dev.bus.benchmark.load.Channel;

/**
 * Publishes JSON, whatever the payload, through another channel. Has one publisher.
 */
final class JsonChannel implements Channel {

	private final Channel channel;

	JsonChannel(Channel channel) {
		this.channel = channel;
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) throws Exception {
		this.channel.subscribe(subscriber);
	}

	@Override
	public void publish(byte[] payload) throws Exception {
		this.channel.publish(OrderPlaced.JSON);
	}

	@Override
	public void close() throws Exception {
		this.channel.close();
	}

}
