package dev.bus.sample.console;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import dev.bus.BusMessage;
import dev.bus.Messenger;

/**
 * Sends requests and answers with their replies. No thread waits for a reply.
 */
@RestController
class RequestController {

	private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

	private final Messenger messenger;

	private final MessageReader reader;

	RequestController(Messenger messenger, MessageReader reader) {
		this.messenger = messenger;
		this.reader = reader;
	}

	@PostMapping("/api/requests/{subject}")
	CompletableFuture<ResponseEntity<byte[]>> request(@PathVariable String subject,
			@RequestParam(required = false) @Nullable String timeout, HttpServletRequest request) throws IOException {
		Duration wait = (timeout != null) ? ClientInput.convert(() -> parse(timeout)) : this.messenger.requestTimeout();
		BusMessage message = this.reader.read(subject, request);
		return this.messenger.requestAsync(message, wait).thenApply(this::response);
	}

	private Duration parse(String timeout) {
		Duration duration = DurationStyle.detectAndParse(timeout);
		if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX_TIMEOUT) > 0) {
			throw new IllegalArgumentException(
					"Invalid timeout '" + timeout + "': it must be more than zero and at most 1h, for example 2s");
		}
		return duration;
	}

	private ResponseEntity<byte[]> response(BusMessage reply) {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM).body(reply.data());
	}

}
