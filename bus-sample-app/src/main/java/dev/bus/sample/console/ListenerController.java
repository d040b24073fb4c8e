package dev.bus.sample.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import dev.bus.listener.BusListenerContainer;
import dev.bus.listener.BusListenerRegistry;

/**
 * Pauses and resumes listeners.
 */
@RestController
@RequestMapping("/api/listeners/{id}")
@ResponseStatus(HttpStatus.NO_CONTENT)
class ListenerController {

	private final BusListenerRegistry registry;

	ListenerController(BusListenerRegistry registry) {
		this.registry = registry;
	}

	@PostMapping("/pause")
	void pause(@PathVariable String id) {
		find(id).pause();
	}

	@PostMapping("/resume")
	void resume(@PathVariable String id) {
		find(id).resume();
	}

	private BusListenerContainer find(String id) {
		return this.registry.find(id)
			.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No listener has the id '" + id + "'"));
	}

}
