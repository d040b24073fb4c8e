package dev.bus.benchmark;

import java.util.ArrayList;
import java.util.List;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.memory.MemoryCases;

/**
 * All cases, in the order of the report.
 */
final class Cases {

	private Cases() {
	}

	static List<Case> all() {
		List<Case> cases = new ArrayList<>();
		cases.addAll(MemoryCases.all());
		return cases;
	}

}
