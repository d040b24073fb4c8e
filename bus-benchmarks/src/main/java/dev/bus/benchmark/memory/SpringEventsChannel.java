package dev.bus.benchmark.memory;

import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

import dev.bus.benchmark.load.Channel;

/**
 * Spring's application events, multicast on a pool.
 */
final class SpringEventsChannel implements Channel {

	private final ExecutorService pool;

	private final SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();

	SpringEventsChannel(int subscribers) {
		this.pool = SubscriberPool.create(subscribers);
		this.multicaster.setTaskExecutor(this.pool);
	}

	@Override
	public void subscribe(Consumer<byte[]> subscriber) {
		this.multicaster.addApplicationListener(new Listener(subscriber));
	}

	@Override
	public void publish(byte[] payload) {
		this.multicaster.multicastEvent(new PayloadEvent(this, payload));
	}

	@Override
	public boolean isConcurrent() {
		return true;
	}

	@Override
	public void close() {
		this.pool.shutdown();
	}

	private static final class PayloadEvent extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private final byte[] payload;

		PayloadEvent(Object source, byte[] payload) {
			super(source);
			this.payload = payload;
		}

	}

	private static final class Listener implements ApplicationListener<PayloadEvent> {

		private final Consumer<byte[]> subscriber;

		Listener(Consumer<byte[]> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void onApplicationEvent(PayloadEvent event) {
			this.subscriber.accept(event.payload);
		}

	}

}
