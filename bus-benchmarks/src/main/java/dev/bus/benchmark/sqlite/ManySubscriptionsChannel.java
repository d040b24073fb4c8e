package dev.bus.benchmark.sqlite;

import java.util.function.Consumer;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.load.Channel;
import dev.bus.benchmark.load.MessengerChannel;

/**
 * Publishes without waiting for each commit, to one subscription among many on other
 * subjects.
 */
final class ManySubscriptionsChannel implements Channel {

	private final Messenger messenger;

	ManySubscriptionsChannel(Messenger messenger, int subscriptions) {
		this.messenger = messenger;
		for (int i = 1; i < subscriptions; i++) {
			messenger.stream("devices." + i + ".*", StreamOptions.defaults(), (message) -> {
				throw new BenchmarkException("'" + message.subject() + "' reached a device");
			});
		}
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.messenger.stream(MessengerChannel.PATTERN, StreamOptions.defaults(),
				(message) -> subscriber.accept(message.data()));
	}

	@Override
	public void publish(byte[] payload) {
		this.messenger.publishAsync(BusMessage.of(MessengerChannel.SUBJECT, payload));
	}

	@Override
	public void close() {
		this.messenger.close();
	}

}
