package dev.bus.benchmark.harness;

/**
 * Thrown when a benchmark cannot run or must not count; its message is for the reader of
 * the report.
 *
 * @since 0.1.0
 */
public class BenchmarkException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong and how to cure it
	 */
	public BenchmarkException(String message) {
		super(message);
	}

	/**
	 * Create an exception with a cause.
	 * @param message what is wrong and how to cure it
	 * @param cause the cause
	 */
	public BenchmarkException(String message, Throwable cause) {
		super(message, cause);
	}

}
