package dev.bus.sqlite.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

/**
 * Publishes numbers to a subscription that stands still and to one that does not, until
 * the test lets the first one go on. Arguments: the path, how many numbers, settings.
 */
public final class StuckSubscriberProgram {

	private final int count;

	private final CountDownLatch released = new CountDownLatch(1);

	private final AtomicInteger live = new AtomicInteger();

	private final AtomicInteger late = new AtomicInteger();

	private StuckSubscriberProgram(int count) {
		this.count = count;
	}

	public static void main(String[] arguments) throws InterruptedException {
		try (Messenger messenger = Program.open(arguments)) {
			new StuckSubscriberProgram(Integer.parseInt(arguments[1])).run(messenger);
		}
	}

	private void run(Messenger messenger) throws InterruptedException {
		Subscription stuck = messenger.stream("events", StreamOptions.defaults().withBufferSize(10_000), (message) -> {
			this.released.await();
			received(this.late, message, "CAUGHT UP");
		});
		Subscription other = messenger.stream("events", (message) -> received(this.live, message, "DELIVERED"));
		for (int i = 0; i < this.count; i++) {
			BusMessage message = BusMessage.of("events", Integer.toString(i));
			if (i % 1000 == 999) {
				messenger.publish(message);
			}
			else {
				messenger.publishAsync(message);
			}
		}
		Program.say("PUBLISHED " + this.count);
		Program.listen((line) -> {
			Program.say("STUCK " + stuck.stats());
			Program.say("OTHER " + other.stats());
			this.released.countDown();
		});
	}

	private void received(AtomicInteger next, BusMessage message, String done) {
		int expected = next.getAndIncrement();
		if (Integer.parseInt(message.text()) != expected) {
			Program.say("WRONG " + message.text() + " instead of " + expected);
		}
		if (expected == this.count - 1) {
			Program.say(done);
		}
	}

}
