package dev.bus.benchmark.harness;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The time before something is measured: lasts until the compilers of this JVM have
 * little to do any more, within limits. Two sides that have not the same amount of code
 * are both measured when theirs is compiled. For one thread.
 *
 * @since 0.1.0
 */
public final class WarmUp {

	private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	// a tenth of a step; what is being compiled counts only when it is done, so that one
	// step says little
	private static final long QUIET_MILLIS = 50;

	private static final int QUIET_STEPS = 2;

	private final LongSupplier compilationMillis;

	private final long begin = System.nanoTime();

	private final long least;

	private final long most;

	private long nextLook = this.begin + STEP_NANOS;

	private long compiled;

	private int quietSteps;

	private boolean over;

	/**
	 * Begin to warm up.
	 * @param least how long it takes at least
	 * @param most how long it takes at most
	 */
	WarmUp(Duration least, Duration most) {
		this(least, most, ManagementFactory.getCompilationMXBean()::getTotalCompilationTime);
	}

	WarmUp(Duration least, Duration most, LongSupplier compilationMillis) {
		this.least = least.toNanos();
		this.most = most.toNanos();
		this.compilationMillis = compilationMillis;
		this.compiled = compilationMillis.getAsLong();
	}

	/**
	 * Return whether measuring may begin.
	 * @return {@code true} when it may, and from then on
	 */
	public boolean isOver() {
		this.over = this.over || isOverNow();
		return this.over;
	}

	private boolean isOverNow() {
		long now = System.nanoTime();
		if (now - this.nextLook >= 0) {
			this.nextLook = now + STEP_NANOS;
			look();
		}
		long elapsed = now - this.begin;
		return elapsed >= this.most || (elapsed >= this.least && this.quietSteps >= QUIET_STEPS);
	}

	private void look() {
		long before = this.compiled;
		this.compiled = this.compilationMillis.getAsLong();
		this.quietSteps = (this.compiled - before < QUIET_MILLIS) ? this.quietSteps + 1 : 0;
	}

	/**
	 * Wait until measuring may begin.
	 * @throws InterruptedException if interrupted
	 */
	void await() throws InterruptedException {
		while (!isOver()) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
	}

}
