package dev.bus.benchmark.memory;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.load.Requester;

/**
 * A bare hand-off of each request to a new virtual thread, without subjects.
 */
final class HandOffRequester implements Requester {

	private static final int FIRST_FEATURE_VERSION = 21;

	private final TaskExecutor virtualThreads;

	HandOffRequester() {
		int feature = Runtime.version().feature();
		if (feature < FIRST_FEATURE_VERSION) {
			throw new BenchmarkException("Virtual threads need JDK " + FIRST_FEATURE_VERSION
					+ " or later, but this is JDK " + feature + ": run the jar on a later one");
		}
		this.virtualThreads = new VirtualThreadTaskExecutor();
	}

	@Override
	public byte[] request(byte[] payload) throws Exception {
		return handOff(payload).get(10, TimeUnit.SECONDS);
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone) {
		handOff(payload).whenComplete(whenDone);
	}

	private CompletableFuture<byte[]> handOff(byte[] payload) {
		return CompletableFuture.supplyAsync(() -> payload, this.virtualThreads);
	}

	@Override
	public void close() {
		// keeps no threads
	}

}
