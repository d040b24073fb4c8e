package dev.bus.benchmark.harness;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WarmUpTests {

	private static final Duration FAR = Duration.ofMinutes(1);

	@Test
	void endsSoonAfterTheCompilersAreQuiet() throws InterruptedException {
		long begin = System.nanoTime();
		new WarmUp(Duration.ZERO, FAR, () -> 17).await();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1),
				Duration.ofSeconds(20));
	}

	@Test
	void takesItsLeastTimeAlthoughTheCompilersAreQuiet() throws InterruptedException {
		Duration least = Duration.ofMillis(1800);
		long begin = System.nanoTime();
		new WarmUp(least, FAR, () -> 17).await();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(least);
	}

	@Test
	void lastsUntilItsEndWhileTheCompilersAreBusy() throws InterruptedException {
		Duration most = Duration.ofMillis(2200);
		long begin = System.nanoTime();
		new WarmUp(Duration.ZERO, most, () -> System.nanoTime() / 1_000_000).await();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(most);
	}

	@Test
	void timingKeepsItsTextForm() {
		Timing timing = new Timing(Duration.ofMillis(5), Duration.ofSeconds(9), Duration.ofMillis(70), 3);
		assertThat(Timing.parse(timing.toText())).isEqualTo(timing);
	}

	@Test
	void timingRejectsAWarmUpLongerThanItsMaximum() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Timing(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), 1))
			.withMessageContaining("PT2S of PT1S");
	}

}
