package dev.bus.sample.orders;

import java.time.Instant;
import java.util.UUID;

import jakarta.validation.Valid;
import org.springframework.stereotype.Component;

import dev.bus.listener.BusServe;
import dev.bus.template.BusTemplate;

/**
 * Takes orders.
 */
@Component
class Orders {

	private final BusTemplate bus;

	Orders(BusTemplate bus) {
		this.bus = bus;
	}

	@BusServe("orders.place")
	OrderPlaced place(@Valid PlaceOrder order) {
		OrderPlaced placed = new OrderPlaced(UUID.randomUUID().toString(), order.item(), order.quantity(),
				Instant.now());
		this.bus.publish("orders.placed", placed);
		return placed;
	}

}
