package dev.bus.sqlite.process;

import dev.bus.BusMessage;
import dev.bus.sqlite.SqliteDatabaseException;
import dev.bus.sqlite.SqliteMessenger;

/**
 * Opens a messenger and publishes, twice, and says how that went. Arguments: the path,
 * settings.
 */
public final class StartProgram {

	private StartProgram() {
	}

	public static void main(String[] arguments) {
		start("FIRST", arguments);
		start("SECOND", arguments);
	}

	private static void start(String word, String[] arguments) {
		try (SqliteMessenger messenger = Program.open(arguments)) {
			messenger.publish(BusMessage.of("events", word));
			Program.say(word + " published");
		}
		catch (SqliteDatabaseException ex) {
			Program.say(word + " refused " + ex.reason() + " " + ex.getMessage());
		}
		catch (Throwable ex) {
			Program.say(word + " failed " + ex);
		}
	}

}
