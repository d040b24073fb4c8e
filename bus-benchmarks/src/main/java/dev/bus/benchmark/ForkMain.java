package dev.bus.benchmark;

import java.io.PrintStream;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Measured;
import dev.bus.benchmark.harness.Timing;

/**
 * The main class of a fork: measures one side of one case and prints the result as its
 * last line; after a failure, which one it was.
 *
 * @since 0.1.0
 */
public final class ForkMain {

	private ForkMain() {
	}

	/**
	 * Measure and end the process.
	 * @param arguments the name of the case, the index of the side and the timing
	 */
	public static void main(String[] arguments) {
		// Libraries and applications under test may print
		PrintStream result = System.out;
		System.setOut(System.err);
		try {
			Measured side = side(arguments[0], Integer.parseInt(arguments[1]));
			result.println(side.trial().get().run(Timing.parse(arguments[2])).toLine());
			System.exit(0);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			result.println(text(ex).replaceAll("\\R", " "));
			System.exit(1);
		}
	}

	private static String text(Throwable failure) {
		return (failure instanceof BenchmarkException) ? String.valueOf(failure.getMessage()) : failure.toString();
	}

	private static Measured side(String name, int index) {
		for (Case benchmark : Cases.all()) {
			if (benchmark.name().equals(name)) {
				return (Measured) benchmark.sides().get(index);
			}
		}
		throw new IllegalArgumentException("Unknown case '" + name + "'");
	}

}
