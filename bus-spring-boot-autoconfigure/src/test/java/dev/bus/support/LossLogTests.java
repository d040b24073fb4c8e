package dev.bus.support;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class LossLogTests {

	private final LossLog log = new LossLog("Stream of 'a'", "the reason");

	@Test
	void aLossIsToldAtItsFirstAndWithItsTotalAtItsEnd(CapturedOutput output) {
		for (int i = 0; i < 1000; i++) {
			this.log.lost(2);
		}
		assertThat(this.log.isLosing()).isTrue();
		this.log.recovered();
		this.log.recovered();
		assertThat(output.getOut() + output.getErr()).containsOnlyOnce("Stream of 'a' loses messages: the reason")
			.containsOnlyOnce("Stream of 'a' lost 2000 messages");
		assertThat(this.log.total()).isEqualTo(2000);
		assertThat(this.log.isLosing()).isFalse();
	}

	@Test
	void eachLossIsToldWithItsOwnTotal(CapturedOutput output) {
		this.log.lost(3);
		this.log.recovered();
		this.log.lost(5);
		this.log.recovered();
		assertThat(output.getOut() + output.getErr()).containsOnlyOnce("lost 3 messages")
			.containsOnlyOnce("lost 5 messages");
		assertThat(this.log.total()).isEqualTo(8);
	}

	@Test
	void whatIsGivenUpOnPurposeIsCountedOnly(CapturedOutput output) {
		this.log.discarded(4);
		this.log.recovered();
		assertThat(this.log.total()).isEqualTo(4);
		assertThat(output.getOut() + output.getErr()).doesNotContain("Stream of 'a'");
	}

}
