package dev.bus.benchmark.harness;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all forks of one side measured.
 *
 * @param name the name of the side
 * @param results the results, in the order in which the forks ran
 * @since 0.1.0
 */
public record SideResults(String name, List<Result> results) {

	/**
	 * Create results.
	 */
	public SideResults {
		results = List.copyOf(results);
	}

	/**
	 * Return the median of the figures that are compared.
	 * @return the median
	 */
	public double median() {
		return Statistics.median(this.results.stream().map(Result::value).toList());
	}

	/**
	 * Return the least of the figures that are compared.
	 * @return the least
	 */
	public double min() {
		return this.results.stream().mapToDouble(Result::value).min().orElseThrow();
	}

	/**
	 * Return the greatest of the figures that are compared.
	 * @return the greatest
	 */
	public double max() {
		return this.results.stream().mapToDouble(Result::value).max().orElseThrow();
	}

	/**
	 * Return the medians of the details.
	 * @return figures by name
	 */
	public Map<String, Double> details() {
		Map<String, Double> medians = new TreeMap<>();
		for (String name : this.results.get(0).details().keySet()) {
			medians.put(name,
					Statistics.median(this.results.stream().map((result) -> result.details().get(name)).toList()));
		}
		return medians;
	}

}
