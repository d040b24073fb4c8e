package dev.bus.benchmark.harness;

import java.util.List;

/**
 * The ratios of the pairs of a case.
 *
 * @param values one ratio for each pair
 * @since 0.1.0
 */
public record Ratios(List<Double> values) {

	/**
	 * Create ratios.
	 */
	public Ratios {
		values = List.copyOf(values);
	}

	/**
	 * Return the median.
	 * @return the ratio that counts
	 */
	public double median() {
		return Statistics.median(this.values);
	}

	/**
	 * Return the least ratio.
	 * @return the least
	 */
	public double min() {
		return this.values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
	}

	/**
	 * Return the greatest ratio.
	 * @return the greatest
	 */
	public double max() {
		return this.values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
	}

	/**
	 * Return how far the ratios lie apart.
	 * @return the greatest less the least, as a share of the median
	 */
	public double spread() {
		return (max() - min()) / median();
	}

}
