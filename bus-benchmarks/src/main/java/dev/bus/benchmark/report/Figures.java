package dev.bus.benchmark.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * Figures as a person reads them.
 */
final class Figures {

	private static final MathContext THREE_DIGITS = new MathContext(3);

	private Figures() {
	}

	/**
	 * Write a figure with three digits that count.
	 */
	static String plain(double figure) {
		if (!Double.isFinite(figure)) {
			return String.valueOf(figure);
		}
		BigDecimal rounded = new BigDecimal(figure).round(THREE_DIGITS).stripTrailingZeros();
		return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
	}

	static String ratio(double ratio) {
		return String.format(Locale.ROOT, "%.2f", ratio);
	}

}
