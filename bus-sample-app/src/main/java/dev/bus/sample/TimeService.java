package dev.bus.sample;

import java.time.Instant;

import org.springframework.stereotype.Component;

import dev.bus.listener.BusServe;

/**
 * Tells the time, as ISO-8601 in UTC.
 */
@Component
class TimeService {

	@BusServe("time.now")
	String now() {
		return Instant.now().toString();
	}

}
