package dev.bus.sqlite.process;

import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * Publishes as fast as it can from several threads, and says so of each message after it
 * was accepted. Arguments: the path, a name, settings. A message is
 * {@code name:thread:number}.
 */
public final class PublisherProgram {

	static final int THREADS = 4;

	private PublisherProgram() {
	}

	public static void main(String[] arguments) {
		Messenger messenger = Program.open(arguments);
		for (int i = 0; i < THREADS; i++) {
			String prefix = arguments[1] + ":" + i + ":";
			Thread thread = new Thread(() -> publish(messenger, prefix));
			thread.setDaemon(true);
			thread.start();
		}
		Program.listen((line) -> {
		});
	}

	private static void publish(Messenger messenger, String prefix) {
		for (int i = 0;; i++) {
			messenger.publish(BusMessage.of("events", prefix + i));
			Program.say("ACK " + prefix + i);
		}
	}

}
