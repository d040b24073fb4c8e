package dev.bus.benchmark.harness;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeTests {

	private static final Side SIDE = new Limit("side", 1);

	@Test
	void theBestPeerCountsAndPairsAreCompared() {
		Outcome outcome = outcome(Case.of("case", Unit.MESSAGES_PER_SECOND, 2.0, SIDE, SIDE, SIDE),
				results("ours", 100, 300, 200), results("slow", 10, 10, 10), results("fast", 50, 100, 50));
		assertThat(outcome.peer().name()).isEqualTo("fast");
		assertThat(outcome.ratios().values()).containsExactly(2.0, 3.0, 4.0);
		assertThat(outcome.ratios().median()).isEqualTo(3.0);
		assertThat(outcome.ratios().spread()).isEqualTo(2.0 / 3.0);
	}

	@Test
	void lessIsBetterWhereTheUnitSaysSo() {
		Outcome outcome = outcome(Case.of("case", Unit.MICROSECONDS, 2.0, SIDE, SIDE, SIDE), results("ours", 10),
				results("slow", 50), results("fast", 20));
		assertThat(outcome.peer().name()).isEqualTo("fast");
		assertThat(outcome.ratios().median()).isEqualTo(2.0);
	}

	@Test
	void aGoalIsMetFromTheToleratedShareOn() {
		Outcome outcome = outcome(Case.of("case", Unit.MESSAGES_PER_SECOND, 2.0, SIDE, SIDE), results("ours", 17),
				results("peer", 10));
		assertThat(outcome.met(1.0)).isFalse();
		assertThat(outcome.met(0.8)).isTrue();
	}

	@Test
	void aGoalIsNotMetWhenADetailExceedsItsLimit() {
		Case limited = Case.of("case", Unit.MICROSECONDS, 1.0, SIDE, SIDE).withLimit("p99", 15);
		SideResults slow = new SideResults("ours", List.of(Result.of(1).with("p99", 16)));
		SideResults quick = new SideResults("ours", List.of(Result.of(1).with("p99", 15)));
		assertThat(outcome(limited, slow, results("peer", 1)).met(1.0)).isFalse();
		assertThat(outcome(limited, quick, results("peer", 1)).met(1.0)).isTrue();
	}

	private static Outcome outcome(Case benchmark, SideResults... sides) {
		return Outcome.measured(benchmark, List.of(sides));
	}

	private static SideResults results(String name, double... values) {
		return new SideResults(name, Arrays.stream(values).mapToObj(Result::of).toList());
	}

}
