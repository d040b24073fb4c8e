package dev.bus.benchmark.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A comparison of one side of ours with others: the best of the peers counts.
 *
 * @param name the name of the case
 * @param unit the unit of the figures
 * @param goal the ratio to reach, more being better
 * @param ours our side
 * @param peers what it is compared with
 * @param others sides that are measured and shown besides
 * @param minPairs how many pairs are measured at least
 * @param limits how large the median of a detail of our side may be
 * @since 0.1.0
 */
public record Case(String name, Unit unit, double goal, Side ours, List<Side> peers, List<Side> others, int minPairs,
		Map<String, Double> limits) {

	/**
	 * Create a case.
	 */
	public Case {
		peers = List.copyOf(peers);
		others = List.copyOf(others);
		limits = Map.copyOf(limits);
		if (peers.isEmpty()) {
			throw new IllegalArgumentException("Case '" + name + "' compares with nothing");
		}
	}

	/**
	 * Create a case.
	 * @param name the name of the case
	 * @param unit the unit of the figures
	 * @param goal the ratio to reach, more being better
	 * @param ours our side
	 * @param peers what it is compared with
	 * @return the case
	 */
	public static Case of(String name, Unit unit, double goal, Side ours, Side... peers) {
		return new Case(name, unit, goal, ours, List.of(peers), List.of(), 1, Map.of());
	}

	/**
	 * Create a case that shows how a figure changes with a size.
	 * @param name the name of the case
	 * @param unit the unit of the figures
	 * @param goal the ratio to reach between the greatest and the least size
	 * @param sizes one side for each size, the least first
	 * @return the case
	 */
	public static Case growth(String name, Unit unit, double goal, List<Side> sizes) {
		int last = sizes.size() - 1;
		return new Case(name, unit, goal, sizes.get(last), sizes.subList(0, 1), sizes.subList(1, last), 1, Map.of());
	}

	/**
	 * Return this case with a lower bound of its pairs.
	 * @param minPairs how many pairs are measured at least
	 * @return a new case
	 */
	public Case withMinPairs(int minPairs) {
		return new Case(this.name, this.unit, this.goal, this.ours, this.peers, this.others, minPairs, this.limits);
	}

	/**
	 * Return this case with an upper bound of a detail.
	 * @param detail the name of the detail of our side
	 * @param limit how large its median may be
	 * @return a new case
	 */
	public Case withLimit(String detail, double limit) {
		Map<String, Double> extended = new LinkedHashMap<>(this.limits);
		extended.put(detail, limit);
		return new Case(this.name, this.unit, this.goal, this.ours, this.peers, this.others, this.minPairs, extended);
	}

	/**
	 * Return all sides, in the order in which they run.
	 * @return our side first
	 */
	public List<Side> sides() {
		List<Side> sides = new ArrayList<>();
		sides.add(this.ours);
		sides.addAll(this.peers);
		sides.addAll(this.others);
		return sides;
	}

}
