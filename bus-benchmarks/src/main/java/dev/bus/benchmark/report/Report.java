package dev.bus.benchmark.report;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

import dev.bus.benchmark.harness.Outcome;
import dev.bus.benchmark.harness.Plan;

/**
 * What a run of cases measured.
 *
 * @since 0.1.0
 */
public final class Report {

	private final List<Outcome> outcomes;

	private final Plan plan;

	private final Environment environment = Environment.detect();

	/**
	 * Create a report.
	 * @param outcomes how the cases went
	 * @param plan how thoroughly they were measured
	 */
	public Report(List<Outcome> outcomes, Plan plan) {
		this.outcomes = List.copyOf(outcomes);
		this.plan = plan;
	}

	/**
	 * Return whether no case failed.
	 * @return {@code true} if all cases count, whether they met their goals or not
	 */
	public boolean isComplete() {
		return this.outcomes.stream().allMatch((outcome) -> outcome.failure() == null);
	}

	/**
	 * Print where and how it was measured, and the tables.
	 * @param out where to print
	 */
	public void print(PrintStream out) {
		lines().forEach(out::println);
	}

	/**
	 * Write the results as JSON.
	 * @param file the file, which is overwritten
	 */
	public void writeJson(Path file) {
		new JsonFile(file).write(this.outcomes, this.plan);
	}

	/**
	 * Write what {@link #print} prints into a Markdown file.
	 * @param file the file, of which only the part between the markers is overwritten if
	 * it has them
	 */
	public void writeMarkdown(Path file) {
		new MarkdownFile(file).write(lines());
	}

	private List<String> lines() {
		return new ReportText(this.environment, this.plan).lines(this.outcomes);
	}

}
