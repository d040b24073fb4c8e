package dev.bus.benchmark.harness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a case went.
 *
 * @param benchmark the case
 * @param sides what was measured, our side first; empty after a failure
 * @param failure why the case does not count, or {@code null} if it does
 * @since 0.1.0
 */
public record Outcome(Case benchmark, List<SideResults> sides, @Nullable String failure) {

	static Outcome measured(Case benchmark, List<SideResults> sides) {
		return new Outcome(benchmark, List.copyOf(sides), null);
	}

	static Outcome failed(Case benchmark, String failure) {
		return new Outcome(benchmark, List.of(), failure);
	}

	/**
	 * Return our side.
	 * @return what was measured of it
	 */
	public SideResults ours() {
		return this.sides.get(0);
	}

	/**
	 * Return the best peer.
	 * @return the one with the best median
	 */
	public SideResults peer() {
		Comparator<SideResults> byMedian = Comparator.comparingDouble(SideResults::median);
		List<SideResults> peers = this.sides.subList(1, 1 + this.benchmark.peers().size());
		return peers.stream().max(this.benchmark.unit().moreIsBetter() ? byMedian : byMedian.reversed()).orElseThrow();
	}

	/**
	 * Return how our side compares with the best peer.
	 * @return one ratio for each pair of forks that ran in turn
	 */
	public Ratios ratios() {
		List<Result> ours = ours().results();
		List<Result> peer = peer().results();
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < ours.size(); i++) {
			ratios.add(this.benchmark.unit().ratio(ours.get(i).value(), peer.get(i).value()));
		}
		return new Ratios(ratios);
	}

	/**
	 * Return whether the goal is met.
	 * @param tolerance the share of the goal that has to be reached
	 * @return {@code false} also after a failure
	 */
	public boolean met(double tolerance) {
		return this.failure == null && ratios().median() >= this.benchmark.goal() * tolerance && withinLimits();
	}

	private boolean withinLimits() {
		return this.benchmark.limits()
			.entrySet()
			.stream()
			.allMatch((limit) -> ours().details().getOrDefault(limit.getKey(), Double.NaN) <= limit.getValue());
	}

}
