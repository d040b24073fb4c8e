package dev.bus.nats;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What service discovery tells of one served subject.
 */
final class Endpoint {

	private final String name;

	private final String subject;

	private final LongAdder requests = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LongAdder nanos = new LongAdder();

	private volatile String lastError = "";

	Endpoint(@Nullable String name, String subject) {
		this.name = (name != null) ? name : subject.replaceAll("[^A-Za-z0-9-]", "-");
		this.subject = subject;
	}

	String name() {
		return this.name;
	}

	String subject() {
		return this.subject;
	}

	long requests() {
		return this.requests.sum();
	}

	long errors() {
		return this.errors.sum();
	}

	long processingNanos() {
		return this.nanos.sum();
	}

	String lastError() {
		return this.lastError;
	}

	void answered(long took, @Nullable String error) {
		this.requests.increment();
		this.nanos.add(took);
		if (error != null) {
			this.errors.increment();
			this.lastError = error;
		}
	}

}
