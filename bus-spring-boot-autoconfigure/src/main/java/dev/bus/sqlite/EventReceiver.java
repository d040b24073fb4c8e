package dev.bus.sqlite;

import dev.bus.BusMessage;

/**
 * Takes the events that match its subject, in their order. None of its methods blocks.
 */
interface EventReceiver {

	/**
	 * Return the pattern of the events that are wanted.
	 */
	String subject();

	/**
	 * Take an event.
	 * @param id its id
	 * @param message its message
	 * @return {@code false} if there is no room: it will be offered again after
	 * {@link Cursor#roomMade()}
	 */
	boolean take(long id, BusMessage message);

	/**
	 * Told that rows were removed before they could be read.
	 * @param count how many at most were for this receiver
	 */
	void missed(long count);

	/**
	 * Return the id of the last event before those whose rows are still needed.
	 * @param position the id up to which events have been taken
	 * @return the id up to which rows may be removed
	 */
	default long done(long position) {
		return position;
	}

}
