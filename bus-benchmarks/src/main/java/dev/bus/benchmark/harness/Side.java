package dev.bus.benchmark.harness;

/**
 * One side of a case.
 *
 * @since 0.1.0
 */
public interface Side {

	/**
	 * Return how the report calls this side.
	 * @return the name
	 */
	String name();

	/**
	 * Measure this side once.
	 * @param fork runs the side in a JVM of its own
	 * @return what was measured
	 */
	Result measure(Fork fork);

}
