package dev.bus.benchmark.harness;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.bus.benchmark.ForkMain;

import static org.assertj.core.api.Assertions.assertThat;

class CaseRunnerTests {

	private final CaseRunner runner = runner(Plan.quick());

	private static CaseRunner runner(Plan plan) {
		return new CaseRunner(ForkMain.class, plan.withRound(Duration.ofMillis(1)),
				new PrintStream(OutputStream.nullOutputStream()));
	}

	@Test
	void sidesRunInTurn() {
		List<String> calls = new ArrayList<>();
		this.runner
			.run(Case.of("case", Unit.MESSAGES_PER_SECOND, 1, new Recorded("A", calls), new Recorded("B", calls)));
		assertThat(calls).containsExactly("A", "B", "A", "B", "A", "B");
	}

	@Test
	void aCaseMayWantMorePairs() {
		assertThat(pairs(runner(Plan.full()))).isEqualTo(8);
	}

	@Test
	void aCaseGetsNoMorePairsWhereItIsToBeQuick() {
		assertThat(pairs(this.runner)).isEqualTo(3);
	}

	private static int pairs(CaseRunner runner) {
		Side side = new Limit("side", 1);
		return runner.run(Case.of("case", Unit.BYTES, 1, side, side).withMinPairs(8)).ratios().values().size();
	}

	@Test
	void aCaseWithASideThatFailedDoesNotCount() {
		Side side = new Limit("side", 1);
		Side failing = new Measured("peer", () -> (timing) -> Result.of(1));
		Outcome outcome = this.runner.run(Case.of("no-such-case", Unit.BYTES, 1, side, failing));
		assertThat(outcome.failure()).contains("'peer' failed").contains("Unknown case 'no-such-case'");
		assertThat(outcome.met(0)).isFalse();
	}

	private record Recorded(String name, List<String> calls) implements Side {

		@Override
		public Result measure(Fork fork) {
			this.calls.add(this.name);
			return Result.of(1);
		}

	}

}
