package dev.bus.benchmark.harness;

/**
 * One measurement of one side, in a JVM that was started for it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Trial {

	/**
	 * Warm up, measure and check that nothing was lost.
	 * @param timing how long to warm up and to measure
	 * @return what was measured
	 * @throws Exception if the measurement failed or lost a message
	 */
	Result run(Timing timing) throws Exception;

}
