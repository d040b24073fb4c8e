package dev.bus.benchmark.load;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class HistogramTests {

	private final Histogram histogram = new Histogram();

	@Test
	void percentilesAreExactToTheWidthOfABucket() {
		for (int micros = 1; micros <= 100_000; micros++) {
			this.histogram.record(micros * 1000L);
		}
		assertThat(this.histogram.micros(0.5)).isCloseTo(50_000, within(800.0));
		assertThat(this.histogram.micros(0.99)).isCloseTo(99_000, within(1600.0));
		assertThat(this.histogram.maxMicros()).isEqualTo(100_000);
		assertThat(this.histogram.total()).isEqualTo(100_000);
	}

	@Test
	void shortAndVeryLongTimesAreCounted() {
		this.histogram.record(0);
		this.histogram.record(63);
		this.histogram.record(Long.MAX_VALUE);
		assertThat(this.histogram.micros(0.1)).isZero();
		assertThat(this.histogram.micros(0.5)).isEqualTo(0.063);
		assertThat(this.histogram.micros(1)).isCloseTo(Long.MAX_VALUE / 1000.0, within(Long.MAX_VALUE / 64_000.0));
	}

	@Test
	void countsOfAnotherOneAreAdded() {
		Histogram other = new Histogram();
		other.record(10);
		this.histogram.record(20);
		this.histogram.add(other);
		assertThat(this.histogram.total()).isEqualTo(2);
		assertThat(this.histogram.micros(0.5)).isEqualTo(0.010);
	}

	@Test
	void nothingHasNoPercentile() {
		assertThatIllegalStateException().isThrownBy(() -> this.histogram.micros(0.5));
	}

}
