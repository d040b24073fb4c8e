package dev.bus.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

import dev.bus.listener.BusListenerContainer;
import dev.bus.listener.BusListenerRegistry;

/**
 * Keeps an application alive that does nothing but listen. Listeners that have nothing to
 * do keep no thread, and virtual threads keep no JVM, so one thread waits here from the
 * end of the start until the context is closed.
 */
class BusKeepAlive implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private final BusListenerRegistry registry;

	private final AtomicBoolean started = new AtomicBoolean();

	private final CountDownLatch closed = new CountDownLatch(1);

	BusKeepAlive(BusListenerRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		boolean listening = this.registry.list().stream().anyMatch(BusListenerContainer::isRunning);
		if (listening && this.started.compareAndSet(false, true)) {
			Thread thread = new Thread(this::awaitClose, "bus-keep-alive");
			thread.setDaemon(false);
			thread.start();
		}
	}

	private void awaitClose() {
		try {
			this.closed.await();
		}
		catch (InterruptedException ex) {
			// whoever interrupts this thread wants it to end
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void destroy() {
		this.closed.countDown();
	}

}
