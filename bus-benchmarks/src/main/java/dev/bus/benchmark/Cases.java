package dev.bus.benchmark;

import java.util.ArrayList;
import java.util.List;

import dev.bus.benchmark.boot.BootCases;
import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.memory.MemoryCases;
import dev.bus.benchmark.nats.NatsCases;
import dev.bus.benchmark.sqlite.SqliteCases;

/**
 * All cases, in the order of the report.
 */
final class Cases {

	private Cases() {
	}

	static List<Case> all() {
		List<Case> cases = new ArrayList<>();
		cases.addAll(MemoryCases.all());
		cases.addAll(NatsCases.all());
		cases.addAll(SqliteCases.all());
		cases.addAll(BootCases.all());
		return cases;
	}

}
