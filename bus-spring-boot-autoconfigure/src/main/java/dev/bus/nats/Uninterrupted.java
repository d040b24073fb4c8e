package dev.bus.nats;

/**
 * Runs calls of the client library as if the thread were not interrupted: what an
 * interrupted thread gives it to send is discarded in silence.
 */
final class Uninterrupted {

	private Uninterrupted() {
	}

	/**
	 * Run a task. The flag that was set before is set again afterwards.
	 */
	static void run(Runnable task) {
		boolean interrupted = Thread.interrupted();
		try {
			task.run();
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
