package dev.bus.sqlite.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.bus.BusMessage;
import dev.bus.MessagePublishException;
import dev.bus.sqlite.SqliteMessenger;

/**
 * Publishes large messages and says what became of each. Arguments: the path, settings.
 * The test sends {@code all NAME} for a number of messages at once, {@code again NAME}
 * for one after the other until one was refused and a later one accepted, and
 * {@code status}.
 */
public final class DiskProgram {

	static final int COUNT = 300;

	private static final String PADDING = " ".repeat(10_000);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final SqliteMessenger messenger;

	private DiskProgram(SqliteMessenger messenger) {
		this.messenger = messenger;
	}

	public static void main(String[] arguments) {
		try (SqliteMessenger messenger = Program.open(arguments)) {
			DiskProgram program = new DiskProgram(messenger);
			Program.say("READY");
			Program.listen(program::run);
		}
	}

	private void run(String command) {
		String[] words = command.split(" ");
		switch (words[0]) {
			case "all" -> publishAll(words[1]);
			case "again" -> publishUntilAcceptedAgain(words[1]);
			default -> Program.say("STATUS " + this.messenger.status());
		}
	}

	private void publishAll(String name) {
		// in a commit of its own: one commit has all or nothing of what follows
		this.messenger.publish(message(name, -1));
		Program.say("ACK " + name + ":-1");
		List<CompletableFuture<Void>> published = new ArrayList<>();
		for (int i = 0; i < COUNT; i++) {
			published.add(this.messenger.publishAsync(message(name, i)));
		}
		for (int i = 0; i < COUNT; i++) {
			try {
				published.get(i).join();
				Program.say("ACK " + name + ":" + i);
			}
			catch (CompletionException ex) {
				Program.say("REFUSED " + name + ":" + i + " " + ex.getCause());
			}
		}
		Program.say("END " + name);
	}

	private void publishUntilAcceptedAgain(String name) {
		boolean refused = false;
		boolean again = false;
		for (int i = 0; !again; i++) {
			try {
				this.messenger.publish(message(name, i));
				Program.say("ACK " + name + ":" + i);
				again = refused;
			}
			catch (MessagePublishException ex) {
				Program.say("REFUSED " + name + ":" + i + " " + ex.getMessage());
				refused = true;
			}
			// no faster than old ones are removed
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		Program.say("END " + name);
	}

	private static BusMessage message(String name, int number) {
		return BusMessage.of("events", name + ":" + number + PADDING);
	}

}
