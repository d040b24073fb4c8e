package dev.bus.benchmark.harness;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs all sides of a case in turn, A B A B, as often as the plan says.
 *
 * @since 0.1.0
 */
public final class CaseRunner {

	private final Class<?> forkMainClass;

	private final Plan plan;

	private final PrintStream progress;

	/**
	 * Create a runner.
	 * @param forkMainClass the main class of a fork, called with the name of the case,
	 * the index of the side and the timing; it prints the result as its last line
	 * @param plan how thoroughly to measure
	 * @param progress told of each fork
	 */
	public CaseRunner(Class<?> forkMainClass, Plan plan, PrintStream progress) {
		this.forkMainClass = forkMainClass;
		this.plan = plan;
		this.progress = progress;
	}

	/**
	 * Run a case.
	 * @param benchmark the case
	 * @return how it went, failures included
	 */
	public Outcome run(Case benchmark) {
		int pairs = this.plan.pairs(benchmark);
		List<Side> sides = benchmark.sides();
		List<List<Result>> results = sides.stream().<List<Result>>map((side) -> new ArrayList<>()).toList();
		for (int pair = 0; pair < pairs; pair++) {
			for (int i = 0; i < sides.size(); i++) {
				Side side = sides.get(i);
				try {
					Result result = side.measure(new Fork(this.forkMainClass, benchmark.name(), i, this.plan.timing()));
					results.get(i).add(result);
					this.progress.printf(Locale.ROOT, "%s %d/%d %s: %s%n", benchmark.name(), pair + 1, pairs,
							side.name(), result.toLine());
				}
				catch (BenchmarkException ex) {
					String failure = "'" + side.name() + "' failed: " + ex.getMessage();
					this.progress.println(benchmark.name() + " " + failure);
					if (ex.getCause() != null) {
						this.progress.println(ex.getCause().getMessage());
					}
					return Outcome.failed(benchmark, failure);
				}
			}
		}
		List<SideResults> all = new ArrayList<>();
		for (int i = 0; i < sides.size(); i++) {
			all.add(new SideResults(sides.get(i).name(), results.get(i)));
		}
		return Outcome.measured(benchmark, all);
	}

}
