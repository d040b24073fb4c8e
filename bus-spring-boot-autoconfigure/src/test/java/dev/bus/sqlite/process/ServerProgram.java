package dev.bus.sqlite.process;

import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * Serves {@code work}: says which request it runs and answers with its text, but never
 * those that begin with {@code stuck}. Arguments: the path, settings.
 */
public final class ServerProgram {

	private ServerProgram() {
	}

	public static void main(String[] arguments) {
		Messenger messenger = Program.open(arguments);
		messenger.serve("work", ServerProgram::handle);
		Program.say("READY");
		Program.listen((line) -> {
		});
		messenger.close();
	}

	private static BusMessage handle(BusMessage request) throws InterruptedException {
		Program.say("RUN " + request.text());
		if (request.text().startsWith("stuck")) {
			Thread.currentThread().join();
		}
		return request.reply(request.text());
	}

}
