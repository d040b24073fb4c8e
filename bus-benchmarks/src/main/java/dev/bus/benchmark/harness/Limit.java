package dev.bus.benchmark.harness;

/**
 * A side that is not measured: a figure that must be kept.
 *
 * @param name how the report calls it
 * @param value the figure
 * @since 0.1.0
 */
public record Limit(String name, double value) implements Side {

	@Override
	public Result measure(Fork fork) {
		return Result.of(this.value);
	}

}
