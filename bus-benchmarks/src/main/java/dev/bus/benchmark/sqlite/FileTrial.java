package dev.bus.benchmark.sqlite;

import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.TemporaryDirectory;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * A trial on a new file.
 *
 * @param factory creates the trial
 */
record FileTrial(Factory factory) implements Trial {

	@Override
	public Result run(Timing timing) throws Exception {
		try (TemporaryDirectory directory = new TemporaryDirectory()) {
			return this.factory.create(new BenchmarkFile(directory.path().resolve("bus.db"))).run(timing);
		}
	}

	/**
	 * Creates trials.
	 */
	@FunctionalInterface
	interface Factory {

		Trial create(BenchmarkFile file) throws Exception;

	}

}
