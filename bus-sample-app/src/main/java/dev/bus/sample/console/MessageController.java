package dev.bus.sample.console;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.bus.Messenger;

/**
 * Publishes messages.
 */
@RestController
class MessageController {

	private final Messenger messenger;

	private final MessageReader reader;

	MessageController(Messenger messenger, MessageReader reader) {
		this.messenger = messenger;
		this.reader = reader;
	}

	@PostMapping("/api/messages/{subject}")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void publish(@PathVariable String subject, HttpServletRequest request) throws IOException {
		this.messenger.publish(this.reader.read(subject, request));
	}

}
