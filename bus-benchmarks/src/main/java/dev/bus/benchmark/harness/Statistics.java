package dev.bus.benchmark.harness;

import java.util.Arrays;
import java.util.Collection;

/**
 * Figures of few samples.
 */
final class Statistics {

	private Statistics() {
	}

	static double median(Collection<Double> samples) {
		return median(samples.stream().mapToDouble(Double::doubleValue).toArray());
	}

	static double median(double[] samples) {
		double[] sorted = samples.clone();
		Arrays.sort(sorted);
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
