package dev.bus.support;

import java.util.concurrent.Future;

/**
 * Looks for what is about to happen for a moment, before a thread goes to sleep.
 *
 * @since 0.1.0
 */
public final class SpinWait {

	// about what it takes to wake a thread
	private static final long NANOS = 20_000;

	private static final boolean OTHERS_RUN_MEANWHILE = Runtime.getRuntime().availableProcessors() > 1;

	private SpinWait() {
	}

	/**
	 * Look for the reply of a quick handler of this process for up to 20 microseconds:
	 * where no other request is under way, this saves most of the time that a request
	 * takes. With others under way the processors have better to do.
	 * @param reply the reply, which is waited for afterwards in any case
	 */
	public static void forReply(Future<?> reply) {
		if (OTHERS_RUN_MEANWHILE) {
			long end = System.nanoTime() + NANOS;
			while (!reply.isDone() && System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
		}
	}

}
