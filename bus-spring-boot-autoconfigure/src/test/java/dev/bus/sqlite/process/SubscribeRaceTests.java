package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for subscribing while others publish.
 */
class SubscribeRaceTests {

	private static final int ITERATIONS = 10_000;

	@TempDir
	private Path directory;

	private final AtomicInteger begun = new AtomicInteger();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicBoolean stopped = new AtomicBoolean();

	@Test
	void nothingPublishedAfterItIsMissedAndNothingBeforeIsDelivered() throws Exception {
		String file = this.directory.resolve("bus.db").toString();
		try (Messenger publisher = Program.open(file, "synchronous=NORMAL");
				Messenger subscriber = Program.open(file)) {
			Thread thread = new Thread(() -> publish(publisher));
			thread.start();
			try {
				for (int i = 0; i < ITERATIONS; i++) {
					subscribe(subscriber);
				}
			}
			finally {
				this.stopped.set(true);
				thread.join();
			}
			System.out.println(ITERATIONS + " subscriptions beside " + this.accepted + " messages");
		}
	}

	private void publish(Messenger messenger) {
		while (!this.stopped.get()) {
			int number = this.begun.incrementAndGet();
			messenger.publish(BusMessage.of("events", Integer.toString(number)));
			this.accepted.set(number);
		}
	}

	private void subscribe(Messenger messenger) throws InterruptedException {
		BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
		int before = this.accepted.get();
		Subscription subscription = messenger.stream("events",
				(message) -> received.add(Integer.valueOf(message.text())));
		int during = this.begun.get();
		Integer first = received.poll(30, TimeUnit.SECONDS);
		assertThat(first).isGreaterThan(before).isLessThanOrEqualTo(during + 1);
		subscription.unsubscribe();
		int next = first + 1;
		for (Integer number : received) {
			assertThat(number).isEqualTo(next++);
		}
		assertThat(subscription.stats().missed()).isZero();
	}

}
