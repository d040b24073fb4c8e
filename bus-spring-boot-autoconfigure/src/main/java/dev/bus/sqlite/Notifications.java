package dev.bus.sqlite;

/**
 * Tells that a process has written to the file, not necessarily that it has committed.
 */
interface Notifications extends AutoCloseable {

	/**
	 * Wait for a notification.
	 * @param nanos how long to wait at most, in nanoseconds
	 * @return whether there was one
	 * @throws InterruptedException if the wait was interrupted
	 */
	boolean await(long nanos) throws InterruptedException;

	/**
	 * Take what came since the last call.
	 * @return whether there was a notification
	 */
	boolean poll();

	/**
	 * Do not notify for now: each notification costs who writes to the file.
	 */
	void suspend();

	/**
	 * Notify again of what is written from now on.
	 */
	void resume();

	@Override
	void close();

}
