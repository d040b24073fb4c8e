package dev.bus.sqlite;

import java.util.concurrent.TimeUnit;

/**
 * Where the operating system does not notify: has the version of the data looked at all
 * the time, closer after a change than in quiet times.
 */
final class Polling implements Notifications {

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	@Override
	public boolean await(long nanos) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(Math.min(nanos, INTERVAL_NANOS));
		return false;
	}

	@Override
	public boolean poll() {
		return false;
	}

	@Override
	public void suspend() {
	}

	@Override
	public void resume() {
	}

	@Override
	public void close() {
	}

}
