package dev.bus.benchmark.harness;

import java.util.List;
import java.util.function.Supplier;

/**
 * A side that is measured in a JVM of its own.
 *
 * @param name how the report calls it
 * @param trial creates the trial, in that JVM
 * @param jvmArguments further arguments of that JVM
 * @since 0.1.0
 */
public record Measured(String name, Supplier<Trial> trial, List<String> jvmArguments) implements Side {

	/**
	 * Create a side.
	 */
	public Measured {
		jvmArguments = List.copyOf(jvmArguments);
	}

	/**
	 * Create a side that needs no JVM arguments.
	 * @param name how the report calls it
	 * @param trial creates the trial
	 */
	public Measured(String name, Supplier<Trial> trial) {
		this(name, trial, List.of());
	}

	@Override
	public Result measure(Fork fork) {
		return fork.run(this.jvmArguments);
	}

}
