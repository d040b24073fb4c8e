package dev.bus.autoconfigure.health;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

import dev.bus.Messenger;
import dev.bus.MessengerStatus;
import dev.bus.listener.BusListenerContainer;
import dev.bus.listener.BusListenerRegistry;

/**
 * {@link HealthIndicator} for a {@link Messenger}: up while it is connected. Listeners
 * are counted, but one that was stopped or paused on purpose is no failure.
 *
 * @since 0.1.0
 */
public class BusHealthIndicator extends AbstractHealthIndicator {

	private final Messenger messenger;

	private final BusListenerRegistry registry;

	/**
	 * Create an indicator.
	 * @param messenger the messenger
	 * @param registry the listeners
	 */
	public BusHealthIndicator(Messenger messenger, BusListenerRegistry registry) {
		super("Bus health check failed");
		this.messenger = messenger;
		this.registry = registry;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MessengerStatus status = this.messenger.status();
		List<BusListenerContainer> listeners = this.registry.list();
		builder.status((status == MessengerStatus.CONNECTED) ? "UP" : "DOWN")
			.withDetail("messenger", status.name().toLowerCase(Locale.ROOT))
			.withDetail("runningListeners", listeners.stream().filter(BusListenerContainer::isRunning).count())
			.withDetail("pausedListeners", listeners.stream().filter(BusListenerContainer::isPaused).count())
			.withDetail("stoppedListeners", listeners.stream().filter((listener) -> !listener.isRunning()).count());
	}

}
