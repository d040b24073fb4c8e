package dev.bus.sample;

import org.springframework.stereotype.Component;

import dev.bus.listener.BusServe;

/**
 * Answers a request with its own payload.
 */
@Component
class EchoService {

	@BusServe("echo")
	byte[] echo(byte[] payload) {
		return payload;
	}

}
