package dev.bus.sample.console;

import java.util.List;
import java.util.Locale;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.bus.Messenger;
import dev.bus.autoconfigure.BusProperties;
import dev.bus.listener.BusListenerRegistry;

/**
 * Shows the engine and the listeners.
 */
@RestController
class StatusController {

	private final String backend;

	private final Messenger messenger;

	private final BusListenerRegistry registry;

	StatusController(BusProperties properties, Messenger messenger, BusListenerRegistry registry) {
		this.backend = properties.getBackend().toString();
		this.messenger = messenger;
		this.registry = registry;
	}

	@GetMapping("/api/status")
	BusStatus status() {
		List<ListenerStatus> listeners = this.registry.list().stream().map(ListenerStatus::of).toList();
		return new BusStatus(this.backend, this.messenger.status().name().toLowerCase(Locale.ROOT), listeners);
	}

}
