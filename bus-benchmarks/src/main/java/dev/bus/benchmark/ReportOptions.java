package dev.bus.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Plan;

/**
 * Options of the {@code report} command.
 *
 * @param plan how thoroughly to measure
 * @param cases the names of the cases to run, none for all
 * @param json the file to write JSON to, if any
 * @param markdown the file to write Markdown to, if any
 */
record ReportOptions(Plan plan, List<String> cases, @Nullable Path json, @Nullable Path markdown) {

	static final String USAGE = """
			Usage: java -jar bus-benchmarks.jar report [options]
			  --quick          three pairs of short rounds; a goal is met at 0.8 of it
			  --case NAME      only this case; may be repeated, 'nats-*' takes all that begin so
			  --json FILE      write the results as JSON
			  --markdown FILE  write the results as Markdown, between the markers of the file if it has them
			  --pairs N        how often each side runs, instead of 5 or 3 times or more
			  --round TIME     how long the warm-up and each of three rounds take, such as 500ms""";

	static ReportOptions parse(String... arguments) {
		Deque<String> left = new ArrayDeque<>(List.of(arguments));
		String command = left.poll();
		if (!"report".equals(command)) {
			throw new IllegalArgumentException(
					(command != null) ? "Unknown command '" + command + "'" : "No command given");
		}
		boolean quick = left.remove("--quick");
		Plan plan = quick ? Plan.quick() : Plan.full();
		List<String> cases = new ArrayList<>();
		Path json = null;
		Path markdown = null;
		while (!left.isEmpty()) {
			String option = left.remove();
			switch (option) {
				case "--case" -> cases.add(value(option, left));
				case "--json" -> json = Path.of(value(option, left));
				case "--markdown" -> markdown = Path.of(value(option, left));
				case "--pairs" -> plan = plan.withPairs(pairs(value(option, left)));
				case "--round" -> plan = plan.withRound(round(value(option, left)));
				default -> throw new IllegalArgumentException("Unknown option '" + option + "'");
			}
		}
		return new ReportOptions(plan, List.copyOf(cases), json, markdown);
	}

	private static String value(String option, Deque<String> left) {
		String value = left.poll();
		if (value == null) {
			throw new IllegalArgumentException("Option '" + option + "' needs a value");
		}
		return value;
	}

	private static int pairs(String value) {
		try {
			return Integer.parseInt(value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("The number of pairs must be a whole number, but is '" + value + "'",
					ex);
		}
	}

	private static Duration round(String value) {
		return DurationStyle.detectAndParse(value);
	}

	List<Case> select(List<Case> all) {
		if (this.cases.isEmpty()) {
			return all;
		}
		this.cases.forEach((name) -> requireMatch(name, all));
		return all.stream()
			.filter((benchmark) -> this.cases.stream().anyMatch((name) -> matches(name, benchmark)))
			.toList();
	}

	private static void requireMatch(String name, List<Case> all) {
		if (all.stream().noneMatch((benchmark) -> matches(name, benchmark))) {
			throw new IllegalArgumentException("Unknown case '" + name + "'; the cases are "
					+ String.join(", ", all.stream().map(Case::name).toList()));
		}
	}

	private static boolean matches(String name, Case benchmark) {
		return name.endsWith("*") ? benchmark.name().startsWith(name.substring(0, name.length() - 1))
				: benchmark.name().equals(name);
	}

}
