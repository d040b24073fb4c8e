package dev.bus.benchmark;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.bus.benchmark.harness.Case;

import static org.assertj.core.api.Assertions.assertThat;

class CasesTests {

	@Test
	void namesAreUnique() {
		assertThat(Cases.all()).extracting(Case::name).doesNotHaveDuplicates();
	}

	@Test
	void anAsteriskSelectsAFamily() {
		List<Case> selected = ReportOptions.parse("report", "--case", "memory-request-*").select(Cases.all());
		assertThat(selected).extracting(Case::name)
			.containsExactly("memory-request-1", "memory-request-16", "memory-request-async", "memory-request-handoff");
	}

}
