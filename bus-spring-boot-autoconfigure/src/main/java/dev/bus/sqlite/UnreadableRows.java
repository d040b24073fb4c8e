package dev.bus.sqlite;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.Subject;
import dev.bus.support.LossLog;

/**
 * Turns rows into messages, and counts those that others wrote and no one can read.
 */
final class UnreadableRows {

	private final LossLog losses;

	UnreadableRows(SqliteFile file) {
		this.losses = new LossLog("The bus database '" + file.path() + "'",
				"another program writes rows with an invalid subject or invalid headers, which are skipped");
	}

	/**
	 * Make a message of the columns of a row.
	 * @return the message, or {@code null} if there is none in it
	 */
	@Nullable BusMessage read(@Nullable String subject, byte @Nullable [] data, @Nullable String headers) {
		try {
			return BusMessage.received(Subject.requireSubject(String.valueOf(subject)),
					(data != null) ? data : new byte[0], HeaderLines.read(headers));
		}
		catch (IllegalArgumentException ex) {
			this.losses.lost(1);
			return null;
		}
	}

	long count() {
		return this.losses.total();
	}

}
