package dev.bus.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.CaseRunner;
import dev.bus.benchmark.harness.Outcome;
import dev.bus.benchmark.report.Report;

/**
 * The command line of the benchmarks:
 * {@code java -jar bus-benchmarks.jar report [--quick] [--json FILE]}.
 * <p>
 * The exit code is 0 when every case ran and lost nothing, whether it met its goal or
 * not; 1 when one failed, and 2 when the command was not understood.
 *
 * @since 0.1.0
 */
public final class BusBenchmarks {

	private static final int FAILED = 1;

	private static final int NOT_UNDERSTOOD = 2;

	private final PrintStream out;

	private final PrintStream err;

	/**
	 * Create the command line.
	 * @param out where the table goes
	 * @param err where progress and errors go
	 */
	public BusBenchmarks(PrintStream out, PrintStream err) {
		this.out = out;
		this.err = err;
	}

	/**
	 * Run the command line and end the process with its exit code.
	 * @param arguments the arguments
	 */
	public static void main(String[] arguments) {
		System.exit(new BusBenchmarks(System.out, System.err).run(arguments));
	}

	/**
	 * Run the command line.
	 * @param arguments the arguments
	 * @return the exit code
	 */
	public int run(String... arguments) {
		ReportOptions options;
		List<Case> cases;
		try {
			options = ReportOptions.parse(arguments);
			cases = options.select(Cases.all());
		}
		catch (IllegalArgumentException ex) {
			this.err.println(ex.getMessage());
			this.err.println(ReportOptions.USAGE);
			return NOT_UNDERSTOOD;
		}
		try {
			return run(options, cases);
		}
		catch (BenchmarkException ex) {
			this.err.println(ex.getMessage());
			return FAILED;
		}
	}

	private int run(ReportOptions options, List<Case> cases) {
		CaseRunner runner = new CaseRunner(ForkMain.class, options.plan(), this.err);
		List<Outcome> outcomes = new ArrayList<>();
		for (Case benchmark : cases) {
			outcomes.add(runner.run(benchmark));
		}
		Report report = new Report(outcomes, options.plan());
		report.print(this.out);
		if (options.json() != null) {
			report.writeJson(options.json());
		}
		if (options.markdown() != null) {
			report.writeMarkdown(options.markdown());
		}
		return report.isComplete() ? 0 : FAILED;
	}

}
