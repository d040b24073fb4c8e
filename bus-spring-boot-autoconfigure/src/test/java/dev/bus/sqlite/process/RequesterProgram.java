package dev.bus.sqlite.process;

import java.time.Duration;

import dev.bus.BusException;
import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.NoRespondersException;
import dev.bus.RequestTimeoutException;

/**
 * Sends requests to {@code work} from several threads, and says what became of each.
 * Arguments: the path, a name, settings. A request is {@code name:thread:number}.
 */
public final class RequesterProgram {

	private static final int THREADS = 4;

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private RequesterProgram() {
	}

	public static void main(String[] arguments) {
		Messenger messenger = Program.open(arguments);
		for (int i = 0; i < THREADS; i++) {
			String prefix = arguments[1] + ":" + i + ":";
			Thread thread = new Thread(() -> request(messenger, prefix));
			thread.setDaemon(true);
			thread.start();
		}
		Program.listen((line) -> {
		});
	}

	private static void request(Messenger messenger, String prefix) {
		for (int i = 0;; i++) {
			String text = prefix + i;
			try {
				BusMessage reply = messenger.request(BusMessage.of("work", text), TIMEOUT);
				Program.say((reply.text().equals(text) ? "REPLY " : "WRONG ") + text);
			}
			catch (NoRespondersException ex) {
				Program.say("NOBODY " + text);
			}
			catch (RequestTimeoutException ex) {
				Program.say("TIMEOUT " + text);
			}
			catch (BusException ex) {
				Program.say("ERROR " + text + " " + ex);
			}
		}
	}

}
