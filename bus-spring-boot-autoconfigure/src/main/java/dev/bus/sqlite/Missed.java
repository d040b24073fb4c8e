package dev.bus.sqlite;

import dev.bus.support.LossLog;

/**
 * Tells of events that were removed before a subscription had read them.
 */
final class Missed {

	private Missed() {
	}

	static LossLog log(String subscription) {
		return new LossLog(subscription, "events were removed from the bus database before it had read them; "
				+ "make its listener faster, or raise 'bus.sqlite.max-size' or 'bus.sqlite.max-rows'");
	}

}
