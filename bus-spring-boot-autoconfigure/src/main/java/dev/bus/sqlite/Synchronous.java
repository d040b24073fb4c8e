package dev.bus.sqlite;

/**
 * What a committed event survives.
 *
 * @since 0.1.0
 */
public enum Synchronous {

	/**
	 * The end of the process and of the machine: each commit of events waits for the
	 * disk.
	 */
	FULL,

	/**
	 * The end of the process; the last commits may be lost when the machine fails.
	 */
	NORMAL

}
