package dev.bus.benchmark.boot;

import java.util.concurrent.TimeUnit;

import dev.bus.benchmark.load.MessengerRequester;
import dev.bus.listener.BusServe;

/**
 * Answers with the payload it got, after some time.
 *
 * @since 0.1.0
 */
public final class SlowHandler {

	/**
	 * How long it works on a request, in milliseconds.
	 */
	public static final int WORK_MILLIS = 1;

	@BusServe(MessengerRequester.SUBJECT)
	byte[] get(byte[] payload) throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(WORK_MILLIS);
		return payload;
	}

}
