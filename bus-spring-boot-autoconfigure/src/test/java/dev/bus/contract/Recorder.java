package dev.bus.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bus.BusMessage;
import dev.bus.StreamListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A listener that keeps what it receives.
 */
final class Recorder implements StreamListener {

	private final Queue<BusMessage> messages = new ConcurrentLinkedQueue<>();

	private final AtomicInteger size = new AtomicInteger();

	@Override
	public void onMessage(BusMessage message) {
		this.messages.add(message);
		this.size.incrementAndGet();
	}

	int size() {
		return this.size.get();
	}

	List<BusMessage> messages() {
		return List.copyOf(this.messages);
	}

	List<String> texts() {
		return this.messages.stream().map(BusMessage::text).toList();
	}

	List<String> subjects() {
		return this.messages.stream().map(BusMessage::subject).toList();
	}

	/**
	 * Wait until that many messages have come, and no more of them.
	 */
	void awaitSize(int expected) {
		ContractCase.await().untilAsserted(() -> assertThat(size()).isGreaterThanOrEqualTo(expected));
		assertThat(size()).isEqualTo(expected);
	}

	/**
	 * Wait until exactly these payloads have come, in this order.
	 */
	void awaitTexts(List<String> expected) {
		ContractCase.await().untilAsserted(() -> assertThat(size()).isGreaterThanOrEqualTo(expected.size()));
		assertThat(texts()).isEqualTo(expected);
	}

	void awaitTexts(String... expected) {
		awaitTexts(Arrays.asList(expected));
	}

}
