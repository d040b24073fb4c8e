package dev.bus.sample.console;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import dev.bus.Subject;

/**
 * Streams messages as server-sent events.
 */
@RestController
@RequestMapping(path = "/api/messages/{subject}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
class LiveMessageController {

	private final LiveStreams streams;

	LiveMessageController(LiveStreams streams) {
		this.streams = streams;
	}

	@GetMapping
	void stream(@PathVariable("subject") String pattern, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		ClientInput.convert(() -> Subject.requirePattern(pattern));
		this.streams.open(pattern, request, response);
	}

	/**
	 * Answer what {@code GET} would, without opening a stream that nobody reads.
	 */
	@RequestMapping(method = RequestMethod.HEAD)
	void head(@PathVariable("subject") String pattern, HttpServletResponse response) {
		ClientInput.convert(() -> Subject.requirePattern(pattern));
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
	}

}
