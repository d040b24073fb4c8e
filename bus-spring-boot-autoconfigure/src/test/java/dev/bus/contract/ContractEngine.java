package dev.bus.contract;

import dev.bus.Messenger;

/**
 * One engine as the contract sees it: how its messengers are made, and where it differs
 * from others in what the contract leaves to the engine. Made anew for each test.
 */
public interface ContractEngine extends AutoCloseable {

	/**
	 * Open a messenger, on the server or file of this engine. The test closes it.
	 * @param settings how to set it up
	 * @return a messenger that is connected
	 */
	Messenger open(ContractSettings settings);

	/**
	 * Return whether the messengers of this engine reach one another. If not, tests use
	 * one messenger where they would use two.
	 * @return {@code true} if they share a server or a file
	 */
	boolean isShared();

	/**
	 * Return what becomes of a request that nobody serves.
	 * @return {@code true} if it waits for a late handler until its deadline,
	 * {@code false} if it fails at once
	 */
	boolean waitsForLateHandler();

	/**
	 * Return what becomes of a message that finds the buffer of a subscription full.
	 * @return {@code true} if it is kept until there is room, {@code false} if it is
	 * dropped
	 */
	boolean keepsWhatFindsNoRoom();

	/**
	 * Return what publishing to a served subject does, and a request to a subject that
	 * has streams only.
	 * @return {@code true} if handlers run for what is published, and streams receive
	 * requests, which then time out; {@code false} if neither sees the other's messages
	 */
	boolean mixesStreamsAndRequests();

	/**
	 * Return whether a request that was cancelled or whose deadline has passed is taken
	 * back if it has not begun.
	 * @return {@code true} if its handler does not run, {@code false} if it may
	 */
	boolean withdrawsRequests();

	@Override
	default void close() throws Exception {
	}

}
