package dev.bus.sample.orders;

import java.time.Instant;

import org.springframework.stereotype.Component;

import dev.bus.listener.BusStream;
import dev.bus.template.BusTemplate;

/**
 * Ships what was ordered. Of several processes on one bus, one ships each order.
 */
@Component
class Fulfilment {

	private final BusTemplate bus;

	Fulfilment(BusTemplate bus) {
		this.bus = bus;
	}

	@BusStream(value = "orders.placed", group = "fulfilment")
	void ship(OrderPlaced order) {
		this.bus.publish("orders.shipped", new OrderShipped(order.id(), Instant.now()));
	}

}
