package dev.bus.sqlite.process;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

/**
 * Listens to {@code events}, says which messages it gets, and publishes what the test
 * sends. Arguments: the path, settings.
 */
public final class SubscriberProgram {

	private SubscriberProgram() {
	}

	public static void main(String[] arguments) {
		Messenger messenger = Program.open(arguments);
		Subscription subscription = messenger.stream("events", StreamOptions.defaults(),
				(message) -> Program.say("GOT " + message.text()));
		Program.say("READY");
		Program.listen((line) -> messenger.publish(BusMessage.of("events", line)));
		Program.say("MISSED " + subscription.stats().missed());
		messenger.close();
	}

}
