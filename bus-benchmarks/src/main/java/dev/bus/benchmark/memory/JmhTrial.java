package dev.bus.benchmark.memory;

import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Result;
import dev.bus.benchmark.harness.Timing;
import dev.bus.benchmark.harness.Trial;

/**
 * Has JMH measure, in the fork it finds itself in.
 */
final class JmhTrial implements Trial {

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final ChainedOptionsBuilder options;

	private final boolean allocation;

	private JmhTrial(Class<?> benchmark, boolean allocation) {
		this.options = new OptionsBuilder().include(benchmark.getName())
			.forks(0)
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
		this.allocation = allocation;
	}

	/**
	 * Measure the bytes that one operation allocates, on all threads.
	 */
	static Trial allocation(Class<?> benchmark) {
		JmhTrial trial = new JmhTrial(benchmark, true);
		trial.options.addProfiler(GCProfiler.class);
		return trial;
	}

	/**
	 * Measure the time of one operation.
	 */
	static Trial time(Class<?> benchmark, String parameter, int value) {
		JmhTrial trial = new JmhTrial(benchmark, false);
		trial.options.param(parameter, String.valueOf(value));
		return trial;
	}

	@Override
	public Result run(Timing timing) throws RunnerException {
		this.options.warmupIterations(1)
			.warmupTime(TimeValue.milliseconds(timing.warmup().toMillis()))
			.measurementIterations(timing.rounds())
			.measurementTime(TimeValue.milliseconds(timing.round().toMillis()));
		Collection<RunResult> results = new Runner(this.options.build()).run();
		if (results.size() != 1) {
			throw new BenchmarkException("JMH measured " + results.size() + " benchmarks instead of one");
		}
		RunResult result = results.iterator().next();
		return Result.of(this.allocation ? allocation(result) : result.getPrimaryResult().getScore());
	}

	private static double allocation(RunResult result) {
		var allocation = result.getSecondaryResults().get(ALLOCATION);
		if (allocation == null) {
			throw new BenchmarkException("JMH did not measure " + ALLOCATION);
		}
		return allocation.getScore();
	}

}
