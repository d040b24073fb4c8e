package dev.bus.benchmark.memory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import dev.bus.BusMessage;
import dev.bus.benchmark.load.FanOut;
import dev.bus.benchmark.load.Waits;
import dev.bus.memory.InMemoryMessenger;

/**
 * Publishes one and the same message, so that neither message nor payload is made anew,
 * to one subscriber that always has more to do.
 *
 * @since 0.1.0
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {

	/**
	 * How many subscriptions there are on subjects that nobody publishes to.
	 */
	@Param("0")
	public int otherSubscriptions;

	private final BusMessage message = BusMessage.of("orders.created", new byte[64]);

	private final AtomicLong arrived = new AtomicLong();

	private final InMemoryMessenger messenger = new InMemoryMessenger();

	private long published;

	private long allowed = FanOut.WINDOW;

	/**
	 * Subscribe.
	 */
	@Setup
	public void subscribe() {
		for (int i = 0; i < this.otherSubscriptions; i++) {
			this.messenger.stream("devices." + i + ".state", (unexpected) -> this.arrived.incrementAndGet());
		}
		this.messenger.stream("orders.*", (expected) -> this.arrived.lazySet(this.arrived.getPlain() + 1));
	}

	/**
	 * Publish when there is room.
	 */
	@Benchmark
	public void publish() {
		while (this.published == this.allowed) {
			Thread.onSpinWait();
			this.allowed = this.arrived.get() + FanOut.WINDOW;
		}
		this.messenger.publish(this.message);
		this.published++;
	}

	/**
	 * Check that everything arrived.
	 * @throws InterruptedException if interrupted
	 */
	@TearDown
	public void check() throws InterruptedException {
		Waits.untilArrived(this.published, this.arrived::get);
		this.messenger.close();
	}

}
