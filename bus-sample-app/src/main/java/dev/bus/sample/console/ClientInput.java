package dev.bus.sample.console;

import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a client sends: where the bus refuses it, the client is told why.
 */
final class ClientInput {

	private ClientInput() {
	}

	/**
	 * Make a value from what the client sent.
	 * @param <T> the type of the value
	 * @param conversion makes the value, or throws an {@link IllegalArgumentException}
	 * @return the value
	 * @throws ResponseStatusException with status 400 if the conversion refused
	 */
	static <T> T convert(Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, ex.getMessage(), ex);
		}
	}

}
