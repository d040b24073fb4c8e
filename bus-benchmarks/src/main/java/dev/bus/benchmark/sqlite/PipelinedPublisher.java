package dev.bus.benchmark.sqlite;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import dev.bus.BusMessage;
import dev.bus.Messenger;
import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;
import dev.bus.benchmark.load.LoadThreads;
import dev.bus.benchmark.load.Waits;

/**
 * One thread that keeps many messages under way; a message counts when it is committed.
 */
final class PipelinedPublisher implements Trial {

	private static final int PAYLOAD_SIZE = 64;

	private final BenchmarkFile file;

	private final Messenger messenger;

	private final Semaphore room;

	private final LongAdder committed = new LongAdder();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	PipelinedPublisher(int underWay, BenchmarkFile file, Messenger messenger) {
		this.room = new Semaphore(underWay);
		this.file = file;
		this.messenger = messenger;
	}

	@Override
	public Result run(Timing timing) throws Exception {
		double rate;
		long sent;
		try (this.messenger) {
			LoadThreads load = new LoadThreads();
			load.start(() -> publish(load));
			rate = timing.rate(this.committed::sum);
			sent = load.stop();
			Waits.untilArrived(sent, this.committed::sum);
		}
		Throwable first = this.failure.get();
		if (first != null) {
			throw new BenchmarkException("A message was not accepted: " + first, first);
		}
		this.file.requireRows(sent);
		return Result.of(rate);
	}

	private long publish(LoadThreads load) throws InterruptedException {
		long sent = 0;
		while (!load.isStopped()) {
			this.room.acquire();
			this.messenger.publishAsync(BusMessage.of(JdbcPublisher.SUBJECT, new byte[PAYLOAD_SIZE]))
				.whenComplete((nothing, failure) -> done(failure));
			sent++;
		}
		return sent;
	}

	private void done(@Nullable Throwable failure) {
		if (failure != null) {
			this.failure.compareAndSet(null, failure);
		}
		this.committed.increment();
		this.room.release();
	}

}
