package dev.bus.benchmark.harness;

import java.time.Duration;

/**
 * How thoroughly the cases of a report are measured.
 *
 * @param pairs how often all sides of a case run in turn, unless the case wants more
 * @param allowMore whether a case may want more pairs
 * @param timing how long a fork warms up and measures
 * @param tolerance the share of a goal that has to be reached
 * @since 0.1.0
 */
public record Plan(int pairs, boolean allowMore, Timing timing, double tolerance) {

	/**
	 * Create a plan.
	 */
	public Plan {
		if (pairs < 1) {
			throw new IllegalArgumentException("At least one pair must be measured, but not " + pairs);
		}
	}

	/**
	 * Return the plan of the figures that are documented: rather many forks than long
	 * ones, since those of the same code differ by more than the rounds of one.
	 * @return five pairs or more
	 */
	public static Plan full() {
		return new Plan(5, true, new Timing(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMillis(500), 3),
				1.0);
	}

	/**
	 * Return a plan for a look at all cases in less than 25 minutes.
	 * @return three pairs, a goal being met at 0.8 of it
	 */
	public static Plan quick() {
		return new Plan(3, false, new Timing(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(400), 3),
				0.8);
	}

	/**
	 * Return this plan with another number of pairs, whatever a case wants.
	 * @param pairs the number of pairs
	 * @return a new plan
	 */
	public Plan withPairs(int pairs) {
		return new Plan(pairs, false, this.timing, this.tolerance);
	}

	/**
	 * Return this plan with other times.
	 * @param round the time of the warm-up and of each measured round
	 * @return a new plan
	 */
	public Plan withRound(Duration round) {
		return new Plan(this.pairs, this.allowMore, new Timing(round, round, round, this.timing.rounds()),
				this.tolerance);
	}

	int pairs(Case benchmark) {
		return this.allowMore ? Math.max(this.pairs, benchmark.minPairs()) : this.pairs;
	}

}
