package dev.bus.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.bus.benchmark.harness.Case;
import dev.bus.benchmark.harness.Outcome;
import dev.bus.benchmark.harness.Plan;
import dev.bus.benchmark.harness.Ratios;
import dev.bus.benchmark.harness.SideResults;
import dev.bus.benchmark.harness.Timing;

/**
 * The report as text: machine, versions and date, the table of all cases, and a table of
 * sizes for each case that has more than two.
 */
final class ReportText {

	private final Environment environment;

	private final Plan plan;

	ReportText(Environment environment, Plan plan) {
		this.environment = environment;
		this.plan = plan;
	}

	List<String> lines(List<Outcome> outcomes) {
		List<String> lines = new ArrayList<>(this.environment.lines());
		lines.add("");
		lines.add(method());
		lines.add("");
		lines.add("| case | ours | peer | ratio | goal | met |");
		lines.add("|---|---|---|---|---|---|");
		outcomes.forEach((outcome) -> lines.add(row(outcome)));
		outcomes.stream().filter(ReportText::hasSizes).forEach((outcome) -> addSizes(outcome, lines));
		return lines;
	}

	private String method() {
		Timing timing = this.plan.timing();
		String more = this.plan.allowMore() ? " or more" : "";
		String tolerance = (this.plan.tolerance() < 1)
				? String.format(Locale.ROOT, " A goal counts as met at %s of it.", this.plan.tolerance()) : "";
		return String.format(Locale.ROOT,
				"All sides of a case ran in turn, %d times%s, each time in a new JVM: warm-up until its compilers have "
						+ "little to do, at most %d s, then the median of %d rounds of %.1f s. Ours and peer are medians; "
						+ "the ratio is the median over the pairs with its least and greatest, and more is better in it.%s",
				this.plan.pairs(), more, timing.maxWarmup().toSeconds(), timing.rounds(),
				timing.round().toMillis() / 1000.0, tolerance);
	}

	private String row(Outcome outcome) {
		Case benchmark = outcome.benchmark();
		if (outcome.failure() != null) {
			return cells(benchmark.name(), oneLine(outcome.failure()), "", "", Figures.ratio(benchmark.goal()),
					"failed");
		}
		String symbol = " " + benchmark.unit().symbol();
		SideResults peer = outcome.peer();
		Ratios ratios = outcome.ratios();
		return cells(benchmark.name(), Figures.plain(outcome.ours().median()) + symbol + limits(outcome),
				Figures.plain(peer.median()) + symbol + " (" + peer.name() + ")",
				Figures.ratio(ratios.median()) + " (" + Figures.ratio(ratios.min()) + " to "
						+ Figures.ratio(ratios.max()) + ")",
				Figures.ratio(benchmark.goal()), outcome.met(this.plan.tolerance()) ? "yes" : "no");
	}

	private static String limits(Outcome outcome) {
		StringBuilder text = new StringBuilder();
		outcome.benchmark()
			.limits()
			.forEach((name, limit) -> text.append(", ")
				.append(name)
				.append(' ')
				.append(Figures.plain(outcome.ours().details().getOrDefault(name, Double.NaN)))
				.append(" of at most ")
				.append(Figures.plain(limit)));
		return text.toString();
	}

	private static boolean hasSizes(Outcome outcome) {
		return outcome.failure() == null && !outcome.benchmark().others().isEmpty();
	}

	private static void addSizes(Outcome outcome, List<String> lines) {
		Case benchmark = outcome.benchmark();
		lines.add("");
		lines.add("| " + benchmark.name() + " | median, " + benchmark.unit().symbol() + " | least | greatest |");
		lines.add("|---|---|---|---|");
		List<SideResults> ascending = new ArrayList<>(outcome.sides());
		ascending.add(ascending.remove(0));
		for (SideResults size : ascending) {
			lines.add(cells(size.name(), Figures.plain(size.median()), Figures.plain(size.min()),
					Figures.plain(size.max())));
		}
	}

	private static String cells(String... cells) {
		return "| " + String.join(" | ", cells) + " |";
	}

	private static String oneLine(String text) {
		return text.replaceAll("\\R", " ").replace("|", "\\|");
	}

}
