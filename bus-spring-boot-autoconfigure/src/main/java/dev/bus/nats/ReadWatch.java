package dev.bus.nats;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Looks every millisecond after workers that read and run handlers themselves: where one
 * is still with the same message, another worker reads on. Its thread sleeps while
 * nothing arrives.
 */
final class ReadWatch implements AutoCloseable {

	private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private static final int IDLE_TICKS = 500;

	private final Set<ReaderBinding> readers = ConcurrentHashMap.newKeySet();

	private final ReentrantLock starting = new ReentrantLock();

	private volatile @Nullable Thread thread;

	private volatile boolean asleep = true;

	private volatile boolean closed;

	void add(ReaderBinding reader) {
		this.readers.add(reader);
	}

	void remove(ReaderBinding reader) {
		this.readers.remove(reader);
	}

	/**
	 * Told that a reader begins to work. Called after that can be seen.
	 */
	void begun() {
		if (this.asleep) {
			wake();
		}
	}

	private void wake() {
		Thread sleeping = this.thread;
		if (sleeping != null) {
			LockSupport.unpark(sleeping);
			return;
		}
		this.starting.lock();
		try {
			if (this.thread == null && !this.closed) {
				Thread created = new Thread(this::run, "bus-nats-watch");
				created.setDaemon(true);
				this.thread = created;
				created.start();
			}
		}
		finally {
			this.starting.unlock();
		}
	}

	private void run() {
		int idle = 0;
		while (!this.closed) {
			idle = lookAtAll() ? 0 : idle + 1;
			if (idle < IDLE_TICKS) {
				this.asleep = false;
				LockSupport.parkNanos(this, TICK_NANOS);
			}
			else {
				this.asleep = true;
				// what began before that could be seen
				if (!lookAtAll()) {
					LockSupport.park(this);
				}
				idle = 0;
			}
		}
	}

	private boolean lookAtAll() {
		boolean active = false;
		for (ReaderBinding reader : this.readers) {
			active |= reader.lookAfter();
		}
		return active;
	}

	@Override
	public void close() {
		this.starting.lock();
		try {
			this.closed = true;
		}
		finally {
			this.starting.unlock();
		}
		LockSupport.unpark(this.thread);
	}

}
