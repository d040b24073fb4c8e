package dev.bus.benchmark.harness;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ResultTests {

	@Test
	void aLineIsReadAsItWasWritten() {
		Result result = Result.of(1.5).with("p50", 2.25).with("p99", 1e9);
		assertThat(Result.parse(result.toLine())).isEqualTo(result);
	}

	@Test
	void aLineWithoutValueIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Result.parse("p50=1.0"))
			.withMessageContaining("No value");
	}

}
