package dev.bus.sample.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.Subject;
import dev.bus.autoconfigure.BusProperties;

/**
 * Reads a message from an HTTP request: the payload is the body as it came, and a request
 * header {@code X-Bus-NAME} is the message header {@code NAME}.
 */
@Component
class MessageReader {

	private static final String HEADER_PREFIX = "X-Bus-";

	private final int maxPayload;

	MessageReader(BusProperties properties) {
		this.maxPayload = Math.toIntExact(properties.getMaxPayload().toBytes());
	}

	BusMessage read(String subject, HttpServletRequest request) throws IOException {
		ClientInput.convert(() -> Subject.requireSubject(subject));
		BusHeaders headers = ClientInput.convert(() -> headers(request));
		return BusMessage.of(subject, body(request), headers);
	}

	private BusHeaders headers(HttpServletRequest request) {
		BusHeaders headers = BusHeaders.empty();
		for (String name : Collections.list(request.getHeaderNames())) {
			if (name.regionMatches(true, 0, HEADER_PREFIX, 0, HEADER_PREFIX.length())) {
				for (String value : Collections.list(request.getHeaders(name))) {
					headers = headers.with(name.substring(HEADER_PREFIX.length()), value);
				}
			}
		}
		return headers;
	}

	private byte[] body(HttpServletRequest request) throws IOException {
		if (request.getContentLengthLong() > this.maxPayload) {
			throw tooLarge();
		}
		InputStream input = request.getInputStream();
		byte[] body = input.readNBytes(this.maxPayload);
		// a chunked body does not tell its length beforehand
		if (body.length == this.maxPayload && input.read() >= 0) {
			throw tooLarge();
		}
		return body;
	}

	private ResponseStatusException tooLarge() {
		return new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
				"The body is larger than " + this.maxPayload + " bytes: send less, or raise 'bus.max-payload'");
	}

}
